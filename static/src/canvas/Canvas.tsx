import {
  Background,
  BackgroundVariant,
  type OnConnectEnd,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  type Viewport,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { type KeyboardEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import "./canvas.css";
import "./textSize.css";
import { connect } from "../commands/actions/connect";
import { enterBlock } from "../commands/actions/go";
import { act } from "../commands/command";
import { run } from "../commands/registry";
import { command as selectNone } from "../commands/select-none";
import { type PortRef, refuseWire } from "../document/reading/ports";
import { type Editor, factsNow, useEditor, useView } from "../editor";
import { later, Part } from "../parts/later";
import { notify } from "../parts/notices";
import { FarView, useIsFar } from "./far/FarView";
import { useFarHands } from "./far/useFarHands";
import type { FlowNode, FlowWire } from "./flow";
import { LayerNode } from "./LayerNode";
import { MiniMap } from "./MiniMap";
import { Peers, useOwnCursor } from "./Peers";
import { Trail } from "./Trail";
import { useCamera, wholeOf, ZOOM } from "./useCamera";
import { useFileDrop } from "./useFileDrop";
import { useFlow } from "./useFlow";
import { useTextSize } from "./useTextSize";
import { useUnfold } from "./useUnfold";
import { useWays, WaysContext, type WaysStore } from "./useWays";
import { Wire } from "./Wire";

const emptyCanvas = later(() => import("./EmptyCanvas").then(({ EmptyCanvas }) => EmptyCanvas));
const noteAtNode = later(() => import("./NoteAtNode").then(({ NoteAtNode }) => NoteAtNode), true);
const fetchNotes = () => void noteAtNode.fetch();
const pastBadge = later(() => import("./PastBadge").then(({ PastBadge }) => PastBadge));

// Outside of the component, so that React Flow sees the same objects each time.
const NODE_TYPES = { layer: LayerNode };
const EDGE_TYPES = { wire: Wire };
const PRO = { hideAttribution: true };
const NO_NODES: FlowNode[] = [];
const NO_WIRES: FlowWire[] = [];
const SNAP_PX = 28;
const ADD_KEYS = ["Shift", "Control", "Meta"];

/** Where the network is drawn: the block that is open, seen as it was left. */
export function Canvas() {
  const block = useView((view) => view.block);
  const { past } = useEditor();
  const seen = useRef(new Map<string, Viewport>());
  return (
    <ReactFlowProvider key={`${past?.run} ${block}`}>
      <Drawing start={seen.current.get(block)} onLook={(place) => seen.current.set(block, place)} />
    </ReactFlowProvider>
  );
}

interface DrawingProps {
  /** What was seen of this block last; absent when it was not open yet. */
  start: Viewport | undefined;
  onLook: (place: Viewport) => void;
}

function Drawing({ start, onLook }: DrawingProps) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const theme = useView((view) => view.theme);
  const isMain = useView((view) => view.block === view.document.main);
  const { nodes, still, edges, troubled, onNodesChange, onEdgesChange, drag, drop } = useFlow();
  const isEmpty = nodes.length === 0;
  const Note = noteAtNode.usePart(); // with the first pointer or focus that comes here
  const hasNotes = nodes.some(({ data }) => data.node.note !== "");
  const ways = useWays(still, edges);
  const [first, canvas] = useFirstLook(nodes, ways, start);
  const [isFar, moves] = useIsFar(first);
  useTextSize(canvas, first?.zoom);
  const cursor = useOwnCursor();
  const hands = useFarHands({ isFar, nodes, ways, drag, drop });
  const isOver = useFileDrop();
  const doings = useMemo(() => doingsOf(editor), [editor]);
  useCamera(nodes, ways);
  useUnfold();
  return (
    <section
      className={`canvas ${isFar ? "is-far" : ""} ${isOver ? "is-receiving" : ""} ${editor.past ? "is-past" : ""}`}
      id="canvas"
      tabIndex={-1}
      ref={canvas}
      aria-label="The drawing"
      onKeyDownCapture={(event) => {
        giveUp(event, editor);
        onCanvasKey(event, editor);
      }}
      onPointerEnter={fetchNotes}
      onFocusCapture={fetchNotes}
      {...cursor}
      {...hands}
    >
      {first && (
        <WaysContext value={ways}>
          <ReactFlow<FlowNode, FlowWire>
            nodes={isFar ? NO_NODES : nodes}
            edges={isFar ? NO_WIRES : edges}
            onNodesChange={onNodesChange}
            onEdgesChange={onEdgesChange}
            nodeTypes={NODE_TYPES}
            edgeTypes={EDGE_TYPES}
            colorMode={theme}
            defaultViewport={first}
            minZoom={ZOOM.min}
            maxZoom={ZOOM.max}
            onlyRenderVisibleElements
            connectionRadius={SNAP_PX}
            nodesDraggable={!isReadOnly}
            nodesConnectable={!isReadOnly}
            deleteKeyCode={null}
            multiSelectionKeyCode={ADD_KEYS}
            zoomOnDoubleClick={false}
            proOptions={PRO}
            {...doings}
            {...moves}
            onMove={(_event, place) => onLook(place)}
          >
            <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
            {!isEmpty && <MiniMap nodes={nodes} ways={ways} />}
            {isFar && <FarView nodes={nodes} wires={edges} ways={ways} troubled={troubled} />}
            <Peers />
            {hasNotes && !isFar && Note && <Note />}
          </ReactFlow>
        </WaysContext>
      )}
      {editor.past && <Part of={pastBadge} props={{}} />}
      <Trail />
      {isEmpty && isMain && <Part of={emptyCanvas} props={{}} />}
    </section>
  );
}

// Known before anything is mounted: what would be too small to be read never is. After the ways of the wires.
function useFirstLook(nodes: readonly FlowNode[], ways: WaysStore, start: Viewport | undefined) {
  const [first, setFirst] = useState<Viewport>();
  const canvas = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element) setFirst((known) => known ?? start ?? wholeOf(nodes, ways.getState().ways, element));
  }, [nodes, ways, start]);
  return [first, canvas] as const;
}

/** What hands do to what is mounted; the same object each time, so that nothing is drawn again for it. */
function doingsOf(editor: Editor) {
  return {
    isValidConnection: (wire) => refusalOf(editor, wire) === null,
    onConnect(wire) {
      const ends = endsOf(wire);
      if (ends) act(editor, connect, ends);
    },
    onConnectEnd: sayWhyNot(editor),
    onNodeDoubleClick: (_event, { id }) => enterBlock(editor, id),
  } satisfies Partial<ReactFlowProps<FlowNode, FlowWire>>;
}

// Before React Flow takes the selection away by itself, which would make one key do two things.
function giveUp(event: KeyboardEvent, editor: Editor): void {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  void run(selectNone, editor);
}

const PAN_PX = 80;
const PANS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-PAN_PX, 0],
  ArrowRight: [PAN_PX, 0],
  ArrowUp: [0, -PAN_PX],
  ArrowDown: [0, PAN_PX],
};

// The canvas itself has the focus: there is no node that arrow keys would move, and Tab goes to nodes before wires.
function onCanvasKey(event: KeyboardEvent, editor: Editor): void {
  if (event.target !== event.currentTarget) return;
  const by = PANS[event.key];
  const first = event.currentTarget.querySelector<HTMLElement>(".react-flow__node");
  if (by) editor.camera?.panBy(...by);
  else if (event.key === "Tab" && !event.shiftKey && first) first.focus();
  else return;
  event.preventDefault();
}

type Ends = Parameters<NonNullable<ReactFlowProps<FlowNode, FlowWire>["isValidConnection"]>>[0];

function endsOf({ source, sourceHandle, target, targetHandle }: Ends): [PortRef, PortRef] | null {
  if (!sourceHandle || !targetHandle) return null;
  return [
    { node: source, port: sourceHandle, side: "output" },
    { node: target, port: targetHandle, side: "input" },
  ];
}

function refusalOf(editor: Editor, wire: Ends): string | null {
  const ends = endsOf(wire);
  return ends ? refuseWire(editor.graph.block, factsNow(editor), ...ends) : "A wire joins two ports.";
}

// A refused wire was let go on a port: say why, instead of letting it vanish.
function sayWhyNot(editor: Editor): OnConnectEnd {
  return (_event, { isValid, fromHandle, toHandle }) => {
    if (isValid !== false || !fromHandle?.id || !toHandle?.id) return;
    const side = (type: "source" | "target") => (type === "source" ? "output" : "input");
    const refusal = refuseWire(
      editor.graph.block,
      factsNow(editor),
      { node: fromHandle.nodeId, port: fromHandle.id, side: side(fromHandle.type) },
      { node: toHandle.nodeId, port: toHandle.id, side: side(toHandle.type) },
    );
    if (refusal) notify({ title: "These don't connect", text: refusal });
  };
}
