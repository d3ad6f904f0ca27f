import { type ReactFlowState, useStore, useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { usedBlock } from "../document/blocks";
import { useView } from "../editor";
import { hueOf } from "./categories";
import type { FlowNode } from "./flow";

export const FAR_ZOOM = 0.35;

const LABEL_PX = 10.5;
const LABELLED_PX = 44; // narrower boxes have no room for a name

/** True when nodes are so small that boxes on one canvas say as much. */
export function useIsFar(): boolean {
  return useStore((flow) => flow.transform[2] < FAR_ZOOM);
}

/** Boxes with names and straight wires instead of the nodes: 3,000 of them pan without a missed frame. */
export function FarView() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi<FlowNode>();
  const theme = useView((view) => view.theme);
  useEffect(() => {
    let frame = 0;
    const paintSoon = () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(
        () => canvas.current && paint(canvas.current, flow.getState(), theme === "dark"),
      );
    };
    paintSoon();
    const leave = flow.subscribe(paintSoon);
    return () => {
      leave();
      cancelAnimationFrame(frame);
    };
  }, [flow, theme]);
  return <canvas ref={canvas} className="far-view" aria-hidden />;
}

function paint(canvas: HTMLCanvasElement, flow: ReactFlowState<FlowNode>, isDark: boolean): void {
  const brush = canvas.getContext("2d");
  if (!brush) return;
  const ratio = devicePixelRatio;
  const [x, y, zoom] = flow.transform;
  canvas.width = flow.width * ratio;
  canvas.height = flow.height * ratio;
  const style = getComputedStyle(canvas);
  brush.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  brush.strokeStyle = style.getPropertyValue("--line-strong");
  brush.lineWidth = 1.5 / zoom;
  brush.beginPath();
  for (const { source, target } of flow.edges) {
    const [from, to] = [flow.nodeLookup.get(source), flow.nodeLookup.get(target)];
    if (!from || !to) continue;
    brush.moveTo(from.position.x + (from.measured.width ?? 0), from.position.y + 65);
    brush.lineTo(to.position.x, to.position.y + 65);
  }
  brush.stroke();
  brush.font = `600 ${LABEL_PX / zoom}px ${style.getPropertyValue("--font-ui")}`;
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  const [left, top] = [-x / zoom, -y / zoom];
  const [right, bottom] = [left + flow.width / zoom, top + flow.height / zoom];
  for (const node of flow.nodeLookup.values()) {
    const { width = 0, height = 0 } = node.measured;
    const { x: from, y: above } = node.position;
    if (from > right || from + width < left || above > bottom || above + height < top) continue;
    const hue = hueOf(node.data.type?.category ?? "");
    brush.fillStyle = `hsl(${hue} 45% ${isDark ? 34 : 66}%)`;
    brush.strokeStyle = style.getPropertyValue("--accent");
    // A block looks stacked from afar, too.
    for (const step of usedBlock(node.data.node) === null ? [0] : [2, 1, 0]) {
      brush.globalAlpha = 1 - 0.3 * step;
      brush.beginPath();
      brush.roundRect(from + 8 * step, above - 8 * step, width, height, 9);
      brush.fill();
    }
    if (node.selected) brush.stroke();
    if (width * zoom < LABELLED_PX) continue;
    brush.fillStyle = isDark ? "#fff" : "#111";
    const name = fitted(brush, node.id, width - 8 / zoom);
    brush.fillText(name, from + width / 2, above + height / 2);
  }
}

/** As much of a name as is not wider than this. */
function fitted(brush: CanvasRenderingContext2D, name: string, width: number): string {
  if (brush.measureText(name).width <= width) return name;
  let length = name.length - 1;
  while (length > 1 && brush.measureText(`${name.slice(0, length)}…`).width > width) length -= 1;
  return `${name.slice(0, length)}…`;
}
