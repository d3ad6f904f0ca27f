import { ZoomOut } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "zoom-out",
  label: "Zoom out",
  group: "View",
  icon: ZoomOut,
  keys: ["-"],
  isForReaders: true,
  perform: ({ camera }) => camera?.zoomBy(0.8),
};
