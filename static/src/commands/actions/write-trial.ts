import type { Value } from "../../document/params";
import { writeValues } from "../../sweep/places";
import type { Action } from "../command";

/** Writes the values of a trial into the drawing, as one step of undo. */
export const writeTrial: Action<Readonly<Record<string, Value>>> = {
  id: "write-trial",
  label: "Use these settings",
  perform: ({ graph }, values) => writeValues(graph, values),
};
