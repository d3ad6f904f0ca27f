import type { Action } from "../commands/command";
import type { Value } from "../document/params/value";
import { writeValues } from "./places";

/** Writes the values of a trial into the drawing, as one step of undo. */
export const writeTrial: Action<Readonly<Record<string, Value>>> = {
  id: "write-trial",
  label: "Use these settings",
  perform: ({ graph }, values) => writeValues(graph, values),
};
