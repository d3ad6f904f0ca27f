import { drawnPorts } from "../../document/facts";
import { insert, loopingBlock } from "../../document/fragment";
import type { Position } from "../../document/graph";
import { notify } from "../../panels/notices";
import type { ShippedBlock } from "../../server";
import type { Action } from "../command";
import { besideSelection } from "./add-node";

interface Placed {
  shipped: ShippedBlock;
  at?: Position;
}

/** Copies a block of the library, with those it uses, into the network and puts a node there that uses it. */
export const placeBlock: Action<Placed> = {
  id: "place-block",
  label: "Place a block of the library",
  perform(editor, { shipped: { name, use, blocks }, at }) {
    const { graph, view } = editor;
    const { catalog } = view.getState();
    const type = catalog.get(use);
    const block = blocks[name];
    if (!type || !block) return;
    const node = { type: use, params: { block: name }, position: [0, 0] as Position, note: "" };
    const fragment = { layerloom: "fragment" as const, nodes: { [name]: node }, edges: {}, blocks };
    const looping = loopingBlock(graph, fragment);
    if (looping) return notify({ title: `${looping} can't stand here`, text: "It would hold itself." });
    const place = at ?? besideSelection(editor, { ...type, ...drawnPorts(block, catalog) });
    const selection = insert(graph, fragment, place);
    view.setState({ selection, selectedWires: [] });
    if (!at && selection[0]) editor.camera?.show(selection[0]);
  },
};
