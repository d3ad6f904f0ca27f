import type { Action } from "../command";

/** Writes a remark on a node, for whoever reads the drawing. */
export const setNote: Action<{ node: string; note: string }> = {
  id: "set-note",
  label: "Write a note",
  perform: ({ graph }, { node, note }) => graph.tell(node, "note", note),
};
