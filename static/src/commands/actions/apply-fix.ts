import type { Fix } from "../../types/generated";
import type { Action } from "../command";

/** Makes the edits that mend a problem, as one step of undo. */
export const applyFix: Action<Fix> = {
  id: "apply-fix",
  label: "Fix",
  perform: ({ graph }, fix) => graph.apply(fix.edits),
};
