import {
  Background,
  BackgroundVariant,
  Controls,
  MiniMap,
  type OnConnectEnd,
  ReactFlow,
  type ReactFlowProps,
} from "@xyflow/react";
import "@xyflow/react/dist/style.css";
import "./canvas.css";
import { connect } from "../commands/actions/connect";
import { act } from "../commands/command";
import { blockOf } from "../document/graph";
import { type PortRef, refuseWire } from "../document/ports";
import { type Editor, useEditor, useView } from "../editor";
import { notify } from "../panels/notices";
import { hueOf } from "./categories";
import { EmptyCanvas } from "./EmptyCanvas";
import { FarView, useIsFar } from "./FarView";
import type { FlowNode, FlowWire } from "./flow";
import { LayerNode } from "./LayerNode";
import { Peers, useOwnCursor } from "./Peers";
import { useCamera } from "./useCamera";
import { useFlow } from "./useFlow";
import { Wire } from "./Wire";

// Outside of the component, so that React Flow sees the same objects each time.
const NODE_TYPES = { layer: LayerNode };
const EDGE_TYPES = { wire: Wire };
const FIT = { padding: 0.06, maxZoom: 1.1 };
const PRO = { hideAttribution: true };
const SNAP_PX = 28;

/** Where the network is drawn. */
export function Canvas() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const theme = useView((view) => view.theme);
  const isEmpty = useView((view) => Object.keys(blockOf(view.document).nodes).length === 0);
  const flow = useFlow();
  const isFar = useIsFar();
  const cursor = useOwnCursor();
  useCamera();
  return (
    <div className={`canvas ${isFar ? "is-far" : ""}`} id="canvas" {...cursor}>
      <ReactFlow<FlowNode, FlowWire>
        {...flow}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        colorMode={theme}
        fitView
        fitViewOptions={FIT}
        minZoom={0.05}
        maxZoom={2.5}
        onlyRenderVisibleElements
        connectionRadius={SNAP_PX}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        deleteKeyCode={null}
        proOptions={PRO}
        isValidConnection={(wire) => refusalOf(editor, wire) === null}
        onConnect={(wire) => {
          const ends = endsOf(wire);
          if (ends) act(editor, connect, ends);
        }}
        onConnectEnd={sayWhyNot(editor)}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1.4} />
        <Controls showInteractive={false} position="bottom-left" />
        {!isEmpty && <MiniMap pannable zoomable ariaLabel="Map of the network" nodeColor={colorOf} />}
        {isFar && <FarView />}
        <Peers />
      </ReactFlow>
      {isEmpty && <EmptyCanvas />}
    </div>
  );
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

function refusalOf({ graph, view }: Editor, wire: Ends): string | null {
  const ends = endsOf(wire);
  return ends ? refuseWire(graph.block, view.getState().catalog, ...ends) : "A wire joins two ports.";
}

// A refused wire was let go on a port: say why, instead of letting it vanish.
function sayWhyNot({ graph, view }: Editor): OnConnectEnd {
  return (_event, { isValid, fromHandle, toHandle }) => {
    if (isValid !== false || !fromHandle?.id || !toHandle?.id) return;
    const side = (type: "source" | "target") => (type === "source" ? "output" : "input");
    const refusal = refuseWire(
      graph.block,
      view.getState().catalog,
      { node: fromHandle.nodeId, port: fromHandle.id, side: side(fromHandle.type) },
      { node: toHandle.nodeId, port: toHandle.id, side: side(toHandle.type) },
    );
    if (refusal) notify({ title: "These don't connect", text: refusal });
  };
}
