import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  type OnConnectEnd,
  ReactFlow,
  type ReactFlowProps,
  ReactFlowProvider,
  type Viewport,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import { type KeyboardEvent, useRef } from "react";
import "./canvas.css";
import { connect } from "../commands/actions/connect";
import { enterBlock } from "../commands/actions/go";
import { act } from "../commands/command";
import { run } from "../commands/registry";
import { command as selectNone } from "../commands/select-none";
import { type PortRef, refuseWire } from "../document/ports";
import { openBlock } from "../document/view";
import { type Editor, factsNow, useEditor, useView } from "../editor";
import { notify } from "../panels/notices";
import { hueOf } from "./categories";
import { EmptyCanvas } from "./EmptyCanvas";
import { FarView, useIsFar } from "./FarView";
import type { FlowNode, FlowWire } from "./flow";
import { LayerNode } from "./LayerNode";
import { Peers, useOwnCursor } from "./Peers";
import { Trail } from "./Trail";
import { fitOptions, useCamera } from "./useCamera";
import { useFileDrop } from "./useFileDrop";
import { useFlow } from "./useFlow";
import { Wire } from "./Wire";

// Outside of the component, so that React Flow sees the same objects each time.
const NODE_TYPES = { layer: LayerNode };
const EDGE_TYPES = { wire: Wire };
const PRO = { hideAttribution: true };
const SNAP_PX = 28;
const ADD_KEYS = ["Shift", "Control", "Meta"];

/** Where the network is drawn: the block that is open, seen as it was left. */
export function Canvas() {
  const block = useView((view) => view.block);
  const seen = useRef(new Map<string, Viewport>());
  return (
    <ReactFlowProvider key={block}>
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
  const isEmpty = useView((view) => Object.keys(openBlock(view).nodes).length === 0);
  const isMain = useView((view) => view.block === view.document.main);
  const flow = useFlow();
  const isFar = useIsFar();
  const cursor = useOwnCursor();
  const { isOver, handlers } = useFileDrop();
  useCamera();
  return (
    <div
      className={`canvas ${isFar ? "is-far" : ""} ${isOver ? "is-receiving" : ""}`}
      id="canvas"
      onKeyDownCapture={(event) => giveUp(event, editor)}
      {...cursor}
      {...handlers}
    >
      <ReactFlow<FlowNode, FlowWire>
        {...flow}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={theme}
        {...(start ? { defaultViewport: start } : { fitView: true })}
        fitViewOptions={fitOptions(isMain)}
        minZoom={0.05}
        maxZoom={2.5}
        onlyRenderVisibleElements
        connectionRadius={SNAP_PX}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        deleteKeyCode={null}
        multiSelectionKeyCode={ADD_KEYS}
        zoomOnDoubleClick={false}
        proOptions={PRO}
        isValidConnection={(wire) => refusalOf(editor, wire) === null}
        onConnect={(wire) => {
          const ends = endsOf(wire);
          if (ends) act(editor, connect, ends);
        }}
        onConnectEnd={sayWhyNot(editor)}
        onNodeDoubleClick={(_event, { id }) => enterBlock(editor, id)}
        onMove={(_event, place) => onLook(place)}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
        <Controls showInteractive={false} position="bottom-left" />
        {!isEmpty && <MiniMap pannable zoomable ariaLabel="Map of the network" nodeColor={colorOf} />}
        {isFar && <FarView />}
        <Peers />
      </ReactFlow>
      <Trail />
      {isEmpty && isMain && <EmptyCanvas />}
    </div>
  );
}

// Before React Flow takes the selection away by itself, which would make one key do two things.
function giveUp(event: KeyboardEvent, editor: Editor): void {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  void run(selectNone, editor);
}

const colorOf = (node: FlowNode) => `hsl(${hueOf(node.data.type?.category ?? "")} 45% 50%)`;

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
