import { ZoomIn } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "zoom-in",
  label: "Zoom in",
  group: "View",
  icon: ZoomIn,
  keys: ["+"],
  isForReaders: true,
  perform: ({ camera }) => camera?.zoomBy(1.25),
};
