import type { Position } from "../../document/graph/graph";
import { areClose, freeShift } from "../../document/layout/free";
import { blockOf } from "../../document/reading/blocks";
import type { Editor } from "../../editor";
import type { Document } from "../../types/generated";
import { plainBoxes } from "./placing";

/**
 * Takes a step back, or makes it again: all is as it was, but that a node which comes back with it covers none
 * that somebody else has put there since.
 */
export function stepBack(editor: Editor, step: () => Document): void {
  const { graph } = editor;
  const now = graph.document;
  const then = step();
  const known = blockOf(now, graph.open).nodes;
  const back = Object.keys(graph.block.nodes).filter((id) => !(id in known));
  if (back.length > 0) graph.settle(placesOf(editor, back, then));
}

function placesOf(editor: Editor, back: readonly string[], then: Document): ReadonlyMap<string, Position> {
  const { graph } = editor;
  const before = blockOf(then, graph.open).nodes;
  const boxes = plainBoxes(editor, graph.open);
  const isNews = (id: string) => String(before[id]?.position) !== String(graph.block.nodes[id]?.position);
  const news = [...boxes].flatMap(([id, box]) => (isNews(id) && !back.includes(id) ? [box] : []));
  const covering = back.filter((id) => news.some((other) => areClose(boxes.get(id) ?? other, other)));
  const taken = [...boxes].flatMap(([id, box]) => (covering.includes(id) ? [] : [box]));
  const places = new Map<string, Position>();
  for (const id of covering) {
    const box = boxes.get(id);
    if (!box) continue;
    const [dx, dy] = freeShift([box], taken);
    taken.push({ ...box, x: box.x + dx, y: box.y + dy });
    places.set(id, [box.x + dx, box.y + dy]);
  }
  return places;
}
