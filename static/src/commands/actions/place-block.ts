import { insert, loopingBlock } from "../../document/graph/fragment";
import type { Position } from "../../document/graph/graph";
import { notify } from "../../parts/notices";
import type { ShippedBlock } from "../../server";
import type { Block } from "../../types/generated";
import type { Action } from "../command";
import { besideSelection } from "./add-node";
import { plus, roomsFor, shiftInView, tellIfUnseen } from "./placing";

interface Placed {
  shipped: ShippedBlock;
  /** The block, and those that it is made of. */
  blocks: Record<string, Block>;
  at?: Position;
}

/** Copies a block of the library, with those it uses, into the network and puts a node there that uses it. */
export const placeBlock: Action<Placed> = {
  id: "place-block",
  label: "Place a block of the library",
  perform(editor, { shipped: { name, use }, blocks, at }) {
    const { graph, view } = editor;
    const { catalog } = view.getState();
    const type = catalog.get(use);
    if (!type || !blocks[name]) return;
    const node = { type: use, params: { block: name }, position: [0, 0] as Position, note: "" };
    const fragment = { layerloom: "fragment" as const, nodes: { [name]: node }, edges: {}, blocks };
    const looping = loopingBlock(graph, fragment);
    if (looping) return notify({ title: `${looping} can't stand here`, text: "It would hold itself." });
    const place = at ?? besideSelection(editor, type);
    const rooms = roomsFor(editor, [{ ...node, position: place }], blocks);
    const selection = insert(graph, fragment, plus(place, shiftInView(editor, rooms, at !== undefined)));
    view.setState({ selection, selectedWires: [] });
    editor.camera?.focus(selection[0] ?? null);
    tellIfUnseen(editor, selection);
  },
};
