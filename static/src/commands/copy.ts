import { Copy } from "lucide-react";
import { writeClipboard } from "../document/graph/clipboard";
import { cutOut } from "../document/graph/fragment";
import type { Command } from "./command";

export const command: Command = {
  id: "copy",
  label: "Copy selection",
  group: "Edit",
  icon: Copy,
  keys: ["Mod+C"],
  isClipboard: true,
  isForReaders: true,
  isAvailable: ({ view }) => view.getState().selection.length > 0,
  perform: ({ graph, view }) => writeClipboard(cutOut(graph.document, graph.open, view.getState().selection)),
};
