import type { Action } from "../commands/command";
import type { Document } from "../types/generated";

/** Makes the drawing that of a trial, as one step of undo. */
export const writeDrawing: Action<Document> = {
  id: "write-drawing",
  label: "Use this drawing",
  perform: ({ graph }, document) => graph.restore(document),
};
