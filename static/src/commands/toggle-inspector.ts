import { PanelRight } from "lucide-react";
import type { Command } from "./command";

export const command: Command = {
  id: "toggle-inspector",
  label: "Show or hide the inspector",
  group: "View",
  icon: PanelRight,
  keys: ["]"],
  isForReaders: true,
  perform: ({ view }) => view.setState(({ isInspectorOpen }) => ({ isInspectorOpen: !isInspectorOpen })),
};
