import {
  getViewportForBounds,
  Panel,
  type Rect,
  useReactFlow,
  useStoreApi,
  type Viewport,
} from "@xyflow/react";
import { type PointerEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { SIZE as NODE } from "../document/layout/geometry";
import { useView } from "../editor";
import { hueOf } from "./categories";
import { boundsOf, boxOf, nodesIn, touches } from "./far/boxes";
import { brushOn, seenIn } from "./far/paint";
import type { FlowNode } from "./flow";
import { crosses } from "./routes/box";
import { pieces, type Way } from "./routes/way";
import type { Ways, WaysStore } from "./useWays";
import "./map.css";

const SIZE = { width: 144, height: 92 } as const;
const MARGIN = 0.08;

/** Where the map lies beside the canvas, while that is there. */
export const MAP_PLACE = "map-place";

interface MiniMapProps {
  nodes: readonly FlowNode[];
  ways: WaysStore;
}

/**
 * The whole block, small, with a frame around what is seen; a press moves the camera there, the wheel zooms.
 *
 * It lies at the foot of the palette. Without one it lies in a corner of the canvas, while some of the drawing is
 * out of sight and nothing of it under the map.
 */
export function MiniMap(props: MiniMapProps) {
  const beside = useMapPlace();
  if (beside) return createPortal(<MapPicture {...props} />, beside);
  return (
    <Panel position="bottom-right" className="react-flow__minimap is-put-away">
      <MapPicture {...props} />
    </Panel>
  );
}

function MapPicture({ nodes, ways }: MiniMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const store = useStoreApi();
  const flow = useReactFlow();
  const theme = useView((view) => view.theme);
  const place = useMemo(() => placeOf(nodes), [nodes]);
  useEffect(() => {
    let frame = 0;
    const paintNow = (element: HTMLCanvasElement) => {
      const seen = seenIn(store.getState());
      const isOnCanvas = element.closest(".react-flow__panel") !== null;
      const isShown = !isOnCanvas || isUseful(nodes, ways.getState().ways, seen, flow.getZoom());
      element.parentElement?.classList.toggle("is-put-away", !isShown);
      if (isShown) paint(element, nodes, place, seen, theme === "dark");
    };
    const paintSoon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => canvas.current && paintNow(canvas.current));
    };
    paintSoon();
    const leave = store.subscribe(paintSoon);
    return () => {
      leave();
      cancelAnimationFrame(frame);
    };
  }, [store, flow, nodes, ways, place, theme]);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const zoom = (event: WheelEvent) => {
      event.preventDefault(); // the page must not scroll, which React's own listener could not prevent
      void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY * 0.002));
    };
    element.addEventListener("wheel", zoom, { passive: false });
    return () => element.removeEventListener("wheel", zoom);
  }, [flow]);
  const turn = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    void flow.setCenter((x - place.x) / place.zoom, (y - place.y) / place.zoom, { zoom: flow.getZoom() });
  };
  return (
    <canvas
      ref={canvas}
      style={SIZE}
      role="img"
      aria-label="Map of the network"
      onPointerDown={turn}
      onPointerMove={turn}
    />
  );
}

function useMapPlace(): HTMLElement | null {
  const isPaletteOpen = useView((view) => view.isPaletteOpen);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => {
    const found = document.getElementById(MAP_PLACE);
    setPlace(isPaletteOpen && found?.checkVisibility() ? found : null);
  }, [isPaletteOpen]);
  return place;
}

const AROUND_PX = 24;

/** True while a map in the corner shows what is out of sight, and hides nothing itself. */
function isUseful(nodes: readonly FlowNode[], ways: Ways["ways"], seen: Rect, zoom: number): boolean {
  const [width, height] = [(SIZE.width + AROUND_PX) / zoom, (SIZE.height + AROUND_PX) / zoom];
  const under = { x: seen.x + seen.width - width, y: seen.y + seen.height - height, width, height };
  if (nodesIn(nodes, seen).length === nodes.length) return false;
  const isNodeUnder = nodes.some((node) => {
    const { x, y, width, height } = boxOf(node);
    return touches({ x, y, width, height: height + NODE.picture }, under);
  });
  return !isNodeUnder && ![...ways.values()].some((way) => runsThrough(way, under));
}

function runsThrough(way: Way, { x, y, width, height }: Rect): boolean {
  const box = { left: x, top: y, right: x + width, bottom: y + height };
  const points = pieces(way);
  return points.some((point, index) => index > 0 && crosses(points[index - 1] ?? point, point, box));
}

const placeOf = (nodes: readonly FlowNode[]): Viewport =>
  getViewportForBounds(boundsOf(nodes) ?? { x: 0, y: 0, ...SIZE }, SIZE.width, SIZE.height, 0, 1, MARGIN);

function paint(
  canvas: HTMLCanvasElement,
  nodes: readonly FlowNode[],
  { x, y, zoom }: Viewport,
  seen: Rect,
  isDark: boolean,
): void {
  const brush = brushOn(canvas, { ...SIZE, transform: [x, y, zoom] });
  if (!brush) return;
  const least = 1 / zoom; // a pixel
  for (const node of nodes) {
    const box = boxOf(node);
    brush.fillStyle = `hsl(${hueOf(node.data.type?.category ?? "")} 45% ${isDark ? 50 : 60}%)`;
    brush.fillRect(box.x, box.y, Math.max(box.width, least), Math.max(box.height, least));
  }
  const style = getComputedStyle(canvas);
  brush.beginPath();
  brush.rect(-x / zoom, -y / zoom, SIZE.width / zoom, SIZE.height / zoom);
  brush.rect(seen.x, seen.y, seen.width, seen.height);
  brush.globalAlpha = 0.55;
  brush.fillStyle = style.getPropertyValue("--bg");
  brush.fill("evenodd");
  brush.globalAlpha = 1;
  brush.strokeStyle = style.getPropertyValue("--fg-3");
  brush.lineWidth = 1 / zoom;
  brush.strokeRect(seen.x, seen.y, seen.width, seen.height);
}
