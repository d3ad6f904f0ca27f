import { type ReactFlowState, useStore, useStoreApi, type Viewport } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useStore as useZustand } from "zustand";
import { useView } from "../../editor";
import type { FlowNode, FlowWire, Troubled } from "../flow";
import { curve } from "../routes/way";
import { type Ways, type WaysStore, wiresOf } from "../useWays";
import { NodeList } from "./NodeList";
import { type Picture, paint, pathOf } from "./paint";
import "./far.css";

const FAR_ZOOM = 0.35;
const READABLE_ZOOM = 0.5;

/**
 * True when nodes are so small that boxes on one canvas say as much: then no node is mounted.
 *
 * Whoever comes nearer sees the picture until the camera rests, or until names must be read: mounting takes longer
 * than a frame. Returns also what to tell when the camera begins to move, and when it rests.
 */
export function useIsFar(start: Viewport | undefined) {
  const zoomBelow = (limit: number) => (flow: ReactFlowState) =>
    (flow.panZoom ? flow.transform[2] : (start?.zoom ?? 1)) < limit;
  const isSmall = useStore(zoomBelow(FAR_ZOOM));
  const isUnreadable = useStore(zoomBelow(READABLE_ZOOM));
  const [isMoving, setIsMoving] = useState(false);
  const [wasFar, setWasFar] = useState(isSmall);
  const isFar = isSmall || (wasFar && isMoving && isUnreadable);
  if (wasFar !== isFar) setWasFar(isFar);
  const moves = useMemo(
    () => ({ onMoveStart: () => setIsMoving(true), onMoveEnd: () => setIsMoving(false) }),
    [],
  );
  return [isFar, moves] as const;
}

interface Props {
  nodes: readonly FlowNode[];
  wires: readonly FlowWire[];
  ways: WaysStore;
  troubled: Troubled;
}

/** The block seen from afar: one picture, and one thing to focus from which the keys go from node to node. */
export function FarView({ nodes, wires, ways, troubled }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();
  const isDark = useView((view) => view.theme === "dark");
  const peers = usePeerColours();
  const paths = usePaths(
    nodes,
    wires,
    useZustand(ways, (known) => known.ways),
  );
  useEffect(() => {
    const picture = { nodes, ...paths, troubled, peers, isDark };
    let frame = 0;
    const paintSoon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => canvas.current && paint(canvas.current, flow.getState(), picture));
    };
    paintSoon();
    const leave = flow.subscribe(paintSoon);
    return () => {
      leave();
      cancelAnimationFrame(frame);
    };
  }, [flow, nodes, paths, troubled, peers, isDark]);
  return (
    <>
      <canvas ref={canvas} className="far-view" aria-hidden />
      <NodeList nodes={nodes} />
    </>
  );
}

// A drag changes few wires: the path of all others is made once.
function usePaths(
  nodes: readonly FlowNode[],
  wires: readonly FlowWire[],
  ways: Ways["ways"],
): Pick<Picture, "wires" | "movingWires" | "selectedWires"> {
  const moved = nodes.filter(({ dragging }) => dragging).map(({ id }) => id);
  const key = moved.join(" ");
  const still = useMemo(() => {
    const ids = new Set(key.split(" "));
    const moving = wires.filter(({ source, target }) => ids.has(source) || ids.has(target));
    const left = new Set(moving.map(({ id }) => id));
    const selected = wires.filter((wire) => wire.selected && !left.has(wire.id));
    return {
      moving,
      wires: pathOf([...ways].filter(([id]) => !left.has(id)).map(([, way]) => way)),
      selectedWires: pathOf(selected.flatMap(({ id }) => ways.get(id) ?? [])),
    };
  }, [wires, ways, key]);
  return useMemo(
    () => ({
      ...still,
      movingWires: pathOf(wiresOf(nodes, still.moving).map(({ from, to }) => curve(from, to))),
    }),
    [nodes, still],
  );
}

function usePeerColours(): ReadonlyMap<string, string> {
  const peers = useView((view) => view.peers);
  const block = useView((view) => view.block);
  return useMemo(
    () =>
      new Map(
        peers
          .filter((peer) => peer.block === block)
          .flatMap(({ selection, color }) => selection.map((id) => [id, color] as const)),
      ),
    [peers, block],
  );
}
