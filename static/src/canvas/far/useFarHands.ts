import { useReactFlow, useStoreApi, type XYPosition } from "@xyflow/react";
import { type MouseEvent, type PointerEvent, type TouchEvent, useEffect, useMemo, useRef } from "react";
import { enterBlock } from "../../commands/actions/go";
import type { Position } from "../../document/graph/graph";
import { type Editor, useEditor } from "../../editor";
import type { FlowNode } from "../flow";
import type { WaysStore } from "../useWays";
import { nodeAt, nodesIn } from "./boxes";
import { LIST_ID } from "./NodeList";
import { wireAt } from "./wireAt";

const REACH_PX = 3; // a box may be smaller than a hand is steady
const WIRE_REACH_PX = 5;
const TREMBLE_PX = 3; // less than this is a click

export type Positions = ReadonlyMap<string, Position>;

interface Hold {
  pointer: number;
  at: XYPosition;
  /** Where the nodes that move along stood; null for a press that moves none. */
  from: Positions | null;
  hasMoved: boolean;
}

interface Hands {
  isFar: boolean;
  nodes: readonly FlowNode[];
  ways: WaysStore;
  /** Shows nodes where they are dragged to. */
  drag: (positions: Positions) => void;
  /** Ends a drag: the nodes stay there. */
  drop: (positions: Positions) => void;
}

/**
 * What a mouse, a finger or a pen does to nodes that are only painted: select, drag, open, as with those that are mounted.
 *
 * Handlers for the element around React Flow. They take what falls on a node before React Flow sees it, which
 * goes on to pan, to zoom and to draw the frame of a selection.
 */
export function useFarHands(now: Hands) {
  const editor = useEditor();
  const flow = useReactFlow();
  const isReadOnly = editor.view.getState().isReadOnly;
  const latest = useRef(now);
  latest.current = now;
  useFramedSelection(now, editor);
  return useMemo(() => {
    let hold: Hold | null = null;

    const isPane = ({ target }: Point) =>
      latest.current.isFar && target instanceof Element && target.closest(".react-flow__pane") !== null;
    const placeOf = ({ clientX, clientY }: Point) => flow.screenToFlowPosition({ x: clientX, y: clientY });
    const under = (point: Point) =>
      isPane(point) ? nodeAt(latest.current.nodes, placeOf(point), REACH_PX / flow.getZoom()) : null;
    const keepForNode = (event: MouseEvent | TouchEvent, point: Point) => {
      if (!isAdding(event) && under(point)) event.stopPropagation();
    };
    const positionsAt = ({ clientX, clientY }: PointerEvent, { at, from }: Hold): Positions => {
      const zoom = flow.getZoom();
      const [dx, dy] = [(clientX - at.x) / zoom, (clientY - at.y) / zoom];
      return new Map([...(from ?? [])].map(([id, [x, y]]) => [id, [x + dx, y + dy]]));
    };

    return {
      onPointerDownCapture(event: PointerEvent) {
        if (event.button !== 0 || !event.isPrimary) return;
        hold = { pointer: event.pointerId, at: at(event), from: null, hasMoved: false };
        const node = isAdding(event) ? null : under(event);
        if (!node) return;
        event.stopPropagation();
        if (!isReadOnly) hold.from = movedWith(node, latest.current.nodes);
      },
      onPointerMoveCapture(event: PointerEvent) {
        if (event.pointerId !== hold?.pointer) return;
        hold.hasMoved ||= distance(at(event), hold.at) > TREMBLE_PX;
        if (!hold.hasMoved || !hold.from) return;
        if (event.buttons === 0) return letGo(event); // let go of outside of the window
        event.currentTarget.setPointerCapture(event.pointerId); // not sooner: a click would miss the pane
        selectMoved(editor, hold.from);
        latest.current.drag(positionsAt(event, hold));
      },
      onPointerUpCapture(event: PointerEvent) {
        letGo(event);
      },
      onPointerCancelCapture(event: PointerEvent) {
        letGo(event);
      },
      onMouseDownCapture: (event: MouseEvent) => keepForNode(event, event),
      onTouchStartCapture(event: TouchEvent) {
        const touch = event.touches[0];
        if (touch && event.touches.length === 1) keepForNode(event, touch);
      },
      onClickCapture(event: MouseEvent) {
        if (!hold || !isPane(event)) return;
        const node = under(event);
        if (node) event.stopPropagation();
        if (hold.hasMoved) return;
        if (node) selectNode(editor, node.id, isAdding(event));
        else if (!isAdding(event)) {
          const wire = wireAt(
            latest.current.ways.getState().ways,
            placeOf(event),
            WIRE_REACH_PX / flow.getZoom(),
          );
          editor.view.setState({ selection: [], selectedWires: wire === null ? [] : [wire] });
        }
      },
      onDoubleClickCapture(event: MouseEvent) {
        const node = under(event);
        if (node && !isAdding(event)) enterBlock(editor, node.id);
      },
    };

    function letGo(event: PointerEvent) {
      if (event.pointerId !== hold?.pointer) return;
      if (hold.hasMoved && hold.from) latest.current.drop(positionsAt(event, hold));
      hold.from = null;
    }
  }, [editor, flow, isReadOnly]);
}

interface Point {
  target: EventTarget;
  clientX: number;
  clientY: number;
}

const at = ({ clientX, clientY }: Point): XYPosition => ({ x: clientX, y: clientY });

const distance = (one: XYPosition, other: XYPosition) => Math.hypot(one.x - other.x, one.y - other.y);

// With Shift a frame is drawn, even one that begins on a node; with Ctrl or Cmd a click adds.
const isAdding = ({ shiftKey, ctrlKey, metaKey }: Pick<MouseEvent, "shiftKey" | "ctrlKey" | "metaKey">) =>
  shiftKey || ctrlKey || metaKey;

/** A selected node takes the others that are selected along. */
function movedWith(node: FlowNode, nodes: readonly FlowNode[]): Positions {
  const moved = node.selected ? nodes.filter(({ selected }) => selected) : [node];
  return new Map(moved.map(({ id, position: { x, y } }) => [id, [x, y]]));
}

function selectMoved({ view }: Editor, moved: Positions): void {
  const { selection } = view.getState();
  if ([...moved.keys()].every((id) => selection.includes(id))) return;
  view.setState({ selection: [...moved.keys()], selectedWires: [] });
}

function selectNode({ view }: Editor, id: string, isAdding: boolean): void {
  document.getElementById(LIST_ID)?.focus({ preventScroll: true });
  const { selection, selectedWires } = view.getState();
  if (!isAdding) view.setState({ selection: [id], selectedWires: [] });
  else if (selection.includes(id)) view.setState({ selection: selection.filter((other) => other !== id) });
  else view.setState({ selection: [...selection, id], selectedWires });
}

/** React Flow draws the frame; what lies in it is ours to say. */
function useFramedSelection({ isFar, nodes }: Hands, { view }: Editor): void {
  const flow = useStoreApi();
  useEffect(() => {
    if (!isFar) return;
    return flow.subscribe(({ userSelectionRect: frame, userSelectionActive, transform: [x, y, zoom] }) => {
      if (!frame || !userSelectionActive) return;
      const { width, height } = frame;
      const seen = {
        x: (frame.x - x) / zoom,
        y: (frame.y - y) / zoom,
        width: width / zoom,
        height: height / zoom,
      };
      const selection = nodesIn(nodes, seen).map(({ id }) => id);
      if (selection.join(" ") !== view.getState().selection.join(" "))
        view.setState({ selection, selectedWires: [] });
    });
  }, [isFar, nodes, flow, view]);
}
