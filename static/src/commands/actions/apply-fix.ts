import { placeOf } from "../../document/facts";
import type { Problem } from "../../types/generated";
import type { Action } from "../command";

/** Makes the edits that mend a problem, in the block that it is about, as one step of undo. */
export const applyFix: Action<Problem> = {
  id: "apply-fix",
  label: "Fix",
  perform({ graph }, problem) {
    if (problem.fix) graph.apply(problem.fix.edits, placeOf(problem, graph.document));
  },
};
