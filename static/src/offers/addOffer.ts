import { addNode } from "../commands/actions/add-node";
import { bringData } from "../commands/actions/bring-data";
import { placeBlock } from "../commands/actions/place-block";
import { act } from "../commands/command";
import type { Position } from "../document/graph/graph";
import { OWN_DATA } from "../document/reading/ownData";
import type { Editor } from "../editor";
import { notifyFailure } from "../parts/notices";
import type { ShippedBlock } from "../server";
import type { Offer } from "./offers";

/** Puts what is offered on the drawing: at a place, or else beside what is selected. */
export function addOffer(editor: Editor, { type, params, shipped }: Offer, at?: Position): void {
  const place = at ? { at } : {};
  if (shipped) void placeShipped(editor, shipped, place);
  else if (type.type === OWN_DATA)
    act(editor, bringData, place); // the node comes with the data
  else act(editor, addNode, { type, ...(params ? { params } : {}), ...place });
}

async function placeShipped(editor: Editor, shipped: ShippedBlock, place: { at?: Position }): Promise<void> {
  try {
    const blocks = await editor.server.block(shipped.name);
    act(editor, placeBlock, { shipped, blocks, ...place });
  } catch (error) {
    notifyFailure(`${shipped.title} could not be fetched`, error);
  }
}
