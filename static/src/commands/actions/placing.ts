import type { Position } from "../../document/graph/graph";
import { areClose, type Box, boundsOf, freeShift } from "../../document/layout/free";
import { heightOf, SIZE } from "../../document/layout/geometry";
import { blockOf, usedBlock } from "../../document/reading/blocks";
import { drawnPorts, factsIn } from "../../document/reading/facts";
import type { Editor } from "../../editor";
import { notify } from "../../parts/notices";
import type { Block, Node, NodeType } from "../../types/generated";

/** What comes is mostly not wired yet, and says so in a line at its foot. */
const PROBLEM_PX = 48;

function roomFor([x, y]: Position, type: NodeType | undefined): Box {
  return { x, y, width: SIZE.width, height: heightOf(type) + PROBLEM_PX };
}

/** Where the nodes of a block are, each as large as its type is. */
export function plainBoxes({ graph, view }: Editor, block: string): Map<string, Box> {
  const facts = factsIn(view.getState(), block);
  const nodes = Object.entries(blockOf(graph.document, block).nodes);
  return new Map(
    nodes.map(
      ([
        id,
        {
          position: [x, y],
        },
      ]) => [id, { x, y, width: SIZE.width, height: heightOf(facts(id)) }],
    ),
  );
}

/** What the nodes of a block cover, but for some: with problems and pictures, where they are drawn. */
export function coveredIn(editor: Editor, block: string, but: readonly string[] = []): Box[] {
  const sizes = block === editor.graph.open ? editor.camera?.sizes() : undefined;
  return [...plainBoxes(editor, block)].flatMap(([id, box]) =>
    but.includes(id) ? [] : [{ ...box, ...sizes?.get(id) }],
  );
}

/** What new nodes will cover, by what is known of their types; `blocks` are those that come along with them. */
export function roomsFor(
  { graph, view }: Editor,
  nodes: readonly Node[],
  blocks: Readonly<Record<string, Block>> = {},
): Box[] {
  const { catalog } = view.getState();
  return nodes.map((node) => {
    const type = catalog.get(node.type);
    const name = usedBlock(node) ?? "";
    const used = blocks[name] ?? graph.document.blocks[name];
    return roomFor(node.position, type && used ? { ...type, ...drawnPorts(used, catalog) } : type);
  });
}

/**
 * How far new nodes of the open block must move to cover nothing, and to be in view if there is room in view.
 *
 * What a hand has put down stays exactly there if it covers nothing, also at the edge of the view.
 */
export function shiftInView(editor: Editor, rooms: readonly Box[], isPutDown = false): Position {
  const covered = coveredIn(editor, editor.graph.open);
  const view = editor.camera?.clearView();
  if (isPutDown) {
    const shift = freeShift(rooms, covered);
    if (shift[0] === 0 && shift[1] === 0) return shift;
  }
  return freeShift(rooms, covered, view);
}

/** How far what takes the place of some nodes must move to cover nothing that those did not cover already. */
export function shiftInPlaceOf(
  editor: Editor,
  replaced: readonly string[],
  rooms: readonly Box[],
  moved: ReadonlyMap<string, Position> = new Map(),
): Position {
  const all = plainBoxes(editor, editor.graph.open);
  const gone = replaced.flatMap((id) => all.get(id) ?? []);
  const others = [...all].flatMap(([id, box]) => {
    if (replaced.includes(id) || gone.some((each) => areClose(each, box))) return [];
    const [x, y] = moved.get(id) ?? [box.x, box.y];
    return [{ ...box, x, y }];
  });
  return freeShift(rooms, others);
}

export const plus = ([x, y]: Position, [dx, dy]: Position): Position => [x + dx, y + dy];

/**
 * How far copies go from what they are copies of: a little beside it if that is in view, else to the middle of
 * the view; together, and to where they cover nothing.
 */
export function shiftOfCopies(editor: Editor, rooms: readonly Box[], beside: Position): Position {
  const view = editor.camera?.clearView();
  const all = boundsOf(rooms);
  const meant: Position =
    !view || areClose({ ...all, x: all.x + beside[0], y: all.y + beside[1] }, view)
      ? beside
      : [view.x + (view.width - all.width) / 2 - all.x, view.y + (view.height - all.height) / 2 - all.y];
  const there = rooms.map((room) => ({ ...room, x: room.x + meant[0], y: room.y + meant[1] }));
  return plus(meant, shiftInView(editor, there));
}

/** Says where something is that came to stand outside of what is seen: the camera is the user's own. */
export function tellIfUnseen({ camera, graph }: Editor, ids: readonly string[]): void {
  const view = camera?.clearView();
  const isSeen = ids.some((id) => {
    const [x, y] = graph.block.nodes[id]?.position ?? [0, 0];
    return !view || areClose({ x, y, width: SIZE.width, height: SIZE.header }, view);
  });
  if (isSeen) return;
  const what = ids.length === 1 ? `${ids[0]} stands` : "They stand";
  notify({
    title: `${what} beside what you see`,
    text: "There was no room here. F shows the whole network.",
  });
}
