import type { Edit } from "../../document/graph/graph";
import { freeShift } from "../../document/layout/free";
import { placeOf } from "../../document/reading/facts";
import type { Editor } from "../../editor";
import type { Fix, Problem } from "../../types/generated";
import type { Action } from "../command";
import { coveredIn, plus, roomsFor } from "./placing";

/** Makes the edits that mend a problem, in the block that it is about, as one step of undo. */
export const applyFix: Action<Problem> = {
  id: "apply-fix",
  label: "Fix",
  perform(editor, problem) {
    if (problem.fix) makeEdits(editor, problem.fix, placeOf(problem, editor.graph.document));
  },
};

/** Makes edits that the server offers for the main block, as one step of undo. */
export const takeOffer: Action<Fix> = {
  id: "take-offer",
  label: "Take what is offered",
  perform(editor, offer) {
    makeEdits(editor, offer, editor.graph.document.main);
  },
};

function makeEdits(editor: Editor, { edits }: Fix, block: string): void {
  editor.graph.apply(
    edits.map((edit) => onFreePlace(editor, block, edit)),
    block,
  );
}

// The server says about where a node belongs, without knowing how large the others are drawn.
function onFreePlace(editor: Editor, block: string, edit: Edit): Edit {
  if (edit.op !== "add_node") return edit;
  if (editor.graph.document.blocks[block]?.nodes[edit.id]) return edit; // another type of it, where it stands
  const shift = freeShift(roomsFor(editor, [{ ...edit, note: "" }]), coveredIn(editor, block));
  return { ...edit, position: plus(edit.position, shift) };
}
