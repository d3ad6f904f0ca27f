import type { EdgeChange, NodeChange, OnEdgesChange, OnNodesChange } from "@xyflow/react";
import { useCallback, useMemo, useRef, useState } from "react";
import { moveNodes } from "../commands/actions/move-nodes";
import { act } from "../commands/command";
import type { Position } from "../document/graph/graph";
import { placeOf } from "../document/reading/facts";
import { frozenInStage, locksIn, NOBODY, openBlock, type View } from "../document/view/view";
import { type Editor, useEditor, useFacts, useView } from "../editor";
import type { Block } from "../types/generated";
import {
  type FlowNode,
  type FlowWire,
  flowNodes,
  flowWires,
  type Marks,
  type Placement,
  type Troubled,
} from "./flow";

const NOTHING: Placement = { drags: new Map(), measured: new Map() };

interface Flow {
  nodes: FlowNode[];
  /** The nodes as they were before a drag that only a picture shows: wires find their ways anew when it ends. */
  still: FlowNode[];
  edges: FlowWire[];
  onNodesChange: OnNodesChange<FlowNode>;
  onEdgesChange: OnEdgesChange<FlowWire>;
  /** Nodes with a problem. */
  troubled: Troubled;
  /** Shows nodes elsewhere while they are dragged. */
  drag: (positions: ReadonlyMap<string, Position>) => void;
  /** Lets nodes go where they are. */
  drop: (positions: ReadonlyMap<string, Position>) => void;
}

/** The drawing as React Flow wants it. Drags stay in this tab until the drop, which is one edit. */
export function useFlow(): Flow {
  const editor = useEditor();
  const block = useView(openBlock);
  const facts = useFacts();
  const selection = useView((view) => view.selection);
  const selectedWires = useView((view) => view.selectedWires);
  const troubledIds = useView(troubledIn);
  const troubled = useMemo<Troubled>(() => new Map(JSON.parse(troubledIds)), [troubledIds]);
  const { locks, asleep } = useLearning(block);
  const [placement, setPlacement] = useState(NOTHING);
  const drawnNodes = useRef<ReadonlyMap<string, FlowNode>>(new Map());
  const drawnWires = useRef<ReadonlyMap<string, FlowWire>>(new Map());

  const nodes = useMemo(() => {
    const next = flowNodes(
      drawnNodes.current,
      block,
      facts,
      { selection, troubled, locks, asleep },
      placement,
    );
    drawnNodes.current = byId(next);
    return next;
  }, [block, facts, selection, troubled, locks, asleep, placement]);
  const edges = useMemo(() => {
    const next = flowWires(drawnWires.current, block, facts, selectedWires, asleep);
    drawnWires.current = byId(next);
    return next;
  }, [block, facts, selectedWires, asleep]);

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      setPlacement((before) => placed(before, changes));
      select(editor, "selection", changes);
      const dropped = droppedAt(changes);
      if (dropped.size) act(editor, moveNodes, dropped);
    },
    [editor],
  );
  const onEdgesChange = useCallback(
    (changes: EdgeChange<FlowWire>[]) => select(editor, "selectedWires", changes),
    [editor],
  );
  const [isPainted, setIsPainted] = useState(false);
  const still = useRef(nodes);
  if (!isPainted) still.current = nodes;
  const drag = useCallback<Flow["drag"]>((drags) => {
    setIsPainted(true);
    setPlacement((before) => ({ ...before, drags }));
  }, []);
  const drop = useCallback<Flow["drop"]>(
    (positions) => {
      setIsPainted(false);
      setPlacement((before) => ({ ...before, drags: NOTHING.drags }));
      act(editor, moveNodes, positions);
    },
    [editor],
  );

  return { nodes, still: still.current, edges, troubled, onNodesChange, onEdgesChange, drag, drop };
}

/** What of the open block is frozen, and what does nothing in the stage that is looked at. */
function useLearning(block: Block): Pick<Marks, "locks" | "asleep"> {
  const inStage = useView(frozenInStage);
  const locks = useMemo(() => locksIn(block, inStage), [block, inStage]);
  const asleep = useView((view) => (view.block === view.document.main ? view.asleep : NOBODY));
  return { locks, asleep };
}

// As one string, which is the same while the same nodes are in trouble.
function troubledIn({ report, document, block }: View): string {
  const here = (report?.problems ?? []).filter((problem) => placeOf(problem, document) === block);
  const worstLast = here.toSorted((one, other) => other.severity.localeCompare(one.severity));
  return JSON.stringify(worstLast.map(({ node, severity }) => [node ?? "", severity]));
}

function byId<Item extends { id: string }>(items: readonly Item[]): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}

function placed(before: Placement, changes: NodeChange<FlowNode>[]): Placement {
  const drags = new Map(before.drags);
  const measured = new Map(before.measured);
  for (const change of changes) {
    if (change.type === "dimensions" && change.dimensions) measured.set(change.id, change.dimensions);
    if (change.type !== "position") continue;
    if (change.dragging && change.position) drags.set(change.id, [change.position.x, change.position.y]);
    else drags.delete(change.id);
  }
  return { drags, measured };
}

function droppedAt(changes: NodeChange<FlowNode>[]): Map<string, Position> {
  const dropped = new Map<string, Position>();
  for (const change of changes) {
    if (change.type !== "position" || change.dragging || !change.position) continue;
    dropped.set(change.id, [change.position.x, change.position.y]);
  }
  return dropped;
}

function select(
  { view }: Editor,
  what: "selection" | "selectedWires",
  changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowWire>)[],
): void {
  const picked = changes.filter((change) => change.type === "select");
  if (picked.length === 0) return;
  const selected = new Set(view.getState()[what]);
  for (const { id, selected: isSelected } of picked) {
    if (isSelected) selected.add(id);
    else selected.delete(id);
  }
  view.setState({ [what]: [...selected] });
}
