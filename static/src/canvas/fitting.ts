import type { Viewport } from "@xyflow/react";
import { areClose, type Box, boundsOf } from "../document/layout/free";

interface Size {
  width: number;
  height: number;
}

/** How far a drawing may be magnified to fill the canvas, and how small it may get. */
interface Limits {
  least: number;
  most: number;
}

const AROUND_PX = 20;
const LEAST_ROOM_PX = 80;

/**
 * The view that shows all parts of a drawing as large as may be, none of them under what lies over the canvas.
 *
 * Args:
 *   parts: What must be seen, on the drawing: nodes with their pictures, and wires.
 *   over: What lies over the canvas, on the canvas.
 */
export function viewOf(parts: readonly Box[], canvas: Size, over: readonly Box[], limits: Limits): Viewport {
  if (parts.length === 0) return { x: 0, y: 0, zoom: 1 };
  const whole = boundsOf(parts);
  const views = clearings({ x: 0, y: 0, ...canvas }, over)
    .map((clearing) => viewIn(clearing, whole, limits))
    .sort((one, other) => other.zoom - one.zoom);
  const isHidden = (view: Viewport) =>
    parts.some((part) => over.some((each) => areClose(onCanvas(part, view), each, AROUND_PX / 2)));
  return views.find((view) => !isHidden(view)) ?? (views.at(-1) as Viewport);
}

/** The rectangles of the canvas that are left if some of what lies over it is kept clear of, whole ones first. */
export function clearings(canvas: Box, over: readonly Box[]): Box[] {
  let found = [canvas];
  for (const each of over) {
    const cut = found.flatMap((clearing) => (areClose(clearing, each) ? beside(clearing, each) : []));
    found = [...found, ...cut.filter(({ width, height }) => width > LEAST_ROOM_PX && height > LEAST_ROOM_PX)];
  }
  return found;
}

/** The largest rectangle of the canvas on which nothing lies. */
export function clearest(canvas: Box, over: readonly Box[]): Box {
  const clear = clearings(canvas, over).filter((clearing) => over.every((each) => !areClose(clearing, each)));
  const area = ({ width, height }: Box) => width * height;
  return clear.sort((one, other) => area(other) - area(one))[0] ?? canvas;
}

/** What is left of a rectangle on each side of another one. */
function beside({ x, y, width, height }: Box, over: Box): Box[] {
  const [right, bottom] = [x + width, y + height];
  const [overRight, overBottom] = [over.x + over.width, over.y + over.height];
  return [
    { x, y, width: over.x - x, height },
    { x: overRight, y, width: right - overRight, height },
    { x, y, width, height: over.y - y },
    { x, y: overBottom, width, height: bottom - overBottom },
  ];
}

function viewIn(clearing: Box, whole: Box, { least, most }: Limits): Viewport {
  const fitting = Math.min(
    (clearing.width - 2 * AROUND_PX) / Math.max(whole.width, 1),
    (clearing.height - 2 * AROUND_PX) / Math.max(whole.height, 1),
  );
  const zoom = Math.min(most, Math.max(least, fitting));
  return {
    x: clearing.x + clearing.width / 2 - (whole.x + whole.width / 2) * zoom,
    y: clearing.y + clearing.height / 2 - (whole.y + whole.height / 2) * zoom,
    zoom,
  };
}

const onCanvas = ({ x, y, width, height }: Box, view: Viewport): Box => ({
  x: x * view.zoom + view.x,
  y: y * view.zoom + view.y,
  width: width * view.zoom,
  height: height * view.zoom,
});
