import { cutBlock } from "../../document/blocks/makeBlock";
import { refuseCut } from "../../document/blocks/refuseCut";
import { gatherNames, isToldOfSome } from "../../document/graph/names";
import { checked } from "../../document/view/view";
import { factsNow } from "../../editor";
import { notify } from "../../parts/notices";
import type { Action } from "../command";
import { plus, roomsFor, shiftInPlaceOf } from "./placing";

/** Cuts the selected nodes out into a block of their own, with one node in their place, as one step of undo. */
export const makeBlock: Action<{ name: string }> = {
  id: "make-block",
  label: "Make a block",
  perform(editor, { name }) {
    const { graph, view } = editor;
    const { selection } = view.getState();
    const facts = factsNow(editor);
    const refusal = refuseCut(graph.block, selection, facts);
    if (refusal) return notify({ title: "This can't be a block", text: refusal });
    const cut = cutBlock(graph.document, graph.open, selection, name, facts);
    const room = roomsFor(editor, [cut.node], { [name]: cut.block });
    const shift = shiftInPlaceOf(editor, selection, room);
    const { stages } = graph.document.training;
    const learners = selection.filter((node) => checked(view.getState(), node)?.parameters !== 0);
    graph.change(() => {
      if (graph.open === graph.document.main) gatherNames(graph, learners, cut.id);
      graph.addBlock(name, cut.block);
      graph.removeNodes(selection);
      graph.addNode(cut.id, { ...cut.node, position: plus(cut.node.position, shift) });
      for (const [target, source] of Object.entries(cut.edges)) graph.connect(target, source);
    });
    view.setState({ selection: [cut.id], selectedWires: [] });
    if (stages && graph.open === graph.document.main && isToldOfSome(stages, selection, learners))
      notify(NOT_CARRIED);
    editor.camera?.focus(cut.id);
  },
};

const NOT_CARRIED = {
  title: "The stages say less now",
  text: "Some of them froze or set only a part of what is in the block; a stage speaks of the block as a whole.",
} as const;
