import { useEffect, useRef } from "react";
import { useIsDark } from "../../charts/theme";
import { classColour } from "./colours";

export interface DotSet {
  /** `[x, y, x, y, ...]` */
  points: Float32Array;
  /** The class of each point, one byte each; empty for points of one kind. */
  labels?: Uint8Array;
  /** A CSS variable, for points of one kind. */
  colour?: string;
  radius?: number;
  opacity?: number;
}

interface DotsProps {
  sets: DotSet[];
  box: readonly [number, number, number, number];
  /** The picture for who does not see it. */
  label: string;
  /** Width over height. */
  aspect?: number;
}

const SIDE_PX = 520;
/** On the page: a point that is smaller can't be seen on a wall. */
const SMALLEST_RADIUS_PX = 2;

/** Points in the plane. The canvas fills its box; the page scales it. */
export function Dots({ sets, box, label, aspect = 1 }: DotsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useIsDark();
  useEffect(() => {
    const brush = canvas.current?.getContext("2d");
    if (!canvas.current || !brush) return;
    canvas.current.width = Math.round(SIDE_PX * aspect);
    canvas.current.height = SIDE_PX;
    const style = getComputedStyle(canvas.current);
    const least = (SMALLEST_RADIUS_PX * SIDE_PX) / (canvas.current.clientHeight || SIDE_PX);
    for (const set of sets)
      paint(brush, { ...set, radius: Math.max(least, set.radius ?? 0) }, box, style, isDark);
  }, [sets, box, aspect, isDark]);
  return (
    <canvas ref={canvas} className="dots" role="img" aria-label={label} style={{ aspectRatio: aspect }} />
  );
}

function paint(
  brush: CanvasRenderingContext2D,
  { points, labels, colour = "--accent", radius = 5, opacity = 0.9 }: DotSet,
  [left, right, bottom, top]: readonly [number, number, number, number],
  style: CSSStyleDeclaration,
  isDark: boolean,
): void {
  const { width, height } = brush.canvas;
  brush.globalAlpha = opacity;
  brush.strokeStyle = style.getPropertyValue("--bg-panel");
  brush.lineWidth = 1.5;
  for (let i = 0; 2 * i + 1 < points.length; i++) {
    const x = (((points[2 * i] as number) - left) / (right - left)) * width;
    const y = (1 - ((points[2 * i + 1] as number) - bottom) / (top - bottom)) * height;
    brush.fillStyle = labels?.length ? classColour(labels[i] ?? 0, isDark) : style.getPropertyValue(colour);
    brush.beginPath();
    brush.arc(x, y, radius, 0, 2 * Math.PI);
    brush.fill();
    brush.stroke();
  }
}
