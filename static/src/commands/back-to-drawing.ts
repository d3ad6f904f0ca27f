import { Undo } from "lucide-react";
import { backToDrawing } from "../past/past";
import type { Command } from "./command";

export const command: Command = {
  id: "back-to-drawing",
  label: "Back to the drawing",
  group: "View",
  icon: Undo,
  isForReaders: true,
  isAvailable: ({ past }) => past !== undefined,
  perform: () => backToDrawing(),
};
