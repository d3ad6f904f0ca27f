import type { Rect } from "@xyflow/react";
import { usedBlock } from "../../document/reading/blocks";
import { hueOf } from "../categories";
import type { FlowNode, Troubled } from "../flow";
import { trace, type Way } from "../routes";
import { boxOf, touches } from "./boxes";
import { inRows } from "./names";

const LABEL_PX = 11;
const ROW_PX = 11; // from one row of a name to the next
const LABELLED_PX = 44; // narrower boxes have no room for a name
const CORNER = 9;
const STACK = 8;
const ASLEEP = 0.3; // how much of its colour a node keeps that does nothing now
const LOCK_PX = 5;

/** What of the canvas is seen, in pixels of the page and by React Flow's transform. */
export interface Window {
  width: number;
  height: number;
  transform: readonly [x: number, y: number, zoom: number];
}

/** What is drawn of a block that is seen from afar. */
export interface Picture {
  nodes: readonly FlowNode[];
  wires: Path2D;
  /** The wires of nodes that are dragged. */
  movingWires: Path2D;
  selectedWires: Path2D;
  troubled: Troubled;
  /** The colour of a person who has a node selected. */
  peers: ReadonlyMap<string, string>;
  isDark: boolean;
}

/** How wires run, ready for the brush. */
export function pathOf(ways: readonly Way[]): Path2D {
  const path = new Path2D();
  for (const way of ways) trace(way, path);
  return path;
}

/** The part of the drawing that a window shows. */
export function seenIn({ width, height, transform: [x, y, zoom] }: Window): Rect {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** Empties a canvas, for a brush that draws in the measures of the drawing. */
export function brushOn(canvas: HTMLCanvasElement, window: Window): CanvasRenderingContext2D | null {
  const brush = canvas.getContext("2d");
  const ratio = devicePixelRatio;
  const [x, y, zoom] = window.transform;
  const [width, height] = [Math.round(window.width * ratio), Math.round(window.height * ratio)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  brush?.resetTransform();
  brush?.clearRect(0, 0, width, height);
  brush?.setTransform(zoom * ratio, 0, 0, zoom * ratio, x * ratio, y * ratio);
  return brush;
}

/** Boxes with names instead of the nodes: 3,000 of them pan without a missed frame. */
export function paint(canvas: HTMLCanvasElement, window: Window, picture: Picture): void {
  const brush = brushOn(canvas, window);
  if (!brush) return;
  const style = getComputedStyle(canvas);
  const [colour, zoom, seen] = [coloursOf(style), window.transform[2], seenIn(window)];
  for (const path of [picture.wires, picture.movingWires]) stroke(brush, colour.wire, 1.5 / zoom, path);
  stroke(brush, colour.accent, 2.5 / zoom, picture.selectedWires);
  const shown = picture.nodes.filter((node) => touches(boxOf(node), seen));
  for (const node of shown) {
    fill(brush, node, zoom, picture.isDark);
    const edge = edgeOf(node, picture, colour);
    if (edge) stroke(brush, edge, 2 / zoom, outline(boxOf(node), zoom));
  }
  for (const node of shown) if (node.data.lock) paintLock(brush, node, zoom, colour);
  brush.font = `600 ${LABEL_PX}px ${colour.font}`;
  brush.fillStyle = picture.isDark ? "#fff" : "#111";
  writeNames(brush, shown, window);
}

// In pixels of the page: letters of one size are drawn once and kept, while those of each zoom would be drawn anew.
function writeNames(brush: CanvasRenderingContext2D, nodes: readonly FlowNode[], window: Window): void {
  const [left, top, zoom] = window.transform;
  brush.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
  brush.textAlign = "center";
  brush.textBaseline = "middle";
  for (const node of nodes) {
    const { x, y, width, height } = boxOf(node);
    if (width * zoom < LABELLED_PX) continue;
    const rows = inRows(node.id, width * zoom - 6, Math.floor((height * zoom + 1) / ROW_PX), (text) =>
      widthOf(brush, text),
    );
    brush.globalAlpha = node.data.isAsleep ? 2 * ASLEEP : 1;
    const first = top + (y + height / 2) * zoom - ((rows.length - 1) * ROW_PX) / 2;
    for (const [row, text] of rows.entries())
      brush.fillText(text, left + (x + width / 2) * zoom, first + row * ROW_PX);
  }
  brush.globalAlpha = 1;
}

const coloursOf = (style: CSSStyleDeclaration) => ({
  wire: style.getPropertyValue("--line-strong"),
  accent: style.getPropertyValue("--accent"),
  onAccent: style.getPropertyValue("--on-accent"),
  error: style.getPropertyValue("--err"),
  warning: style.getPropertyValue("--warn"),
  font: style.getPropertyValue("--font-ui"),
});

/** A padlock at the corner of a node, of one size on the page where there is room for it. */
function paintLock(
  brush: CanvasRenderingContext2D,
  node: FlowNode,
  zoom: number,
  { accent, onAccent }: ReturnType<typeof coloursOf>,
): void {
  const { x, y, height } = boxOf(node);
  const unit = Math.min(LOCK_PX / zoom, height / 4); // never so large that it hides the node
  brush.fillStyle = accent;
  brush.beginPath();
  brush.arc(x, y, 1.5 * unit, 0, 2 * Math.PI);
  brush.fill();
  brush.fillStyle = onAccent;
  brush.fillRect(x - 0.7 * unit, y - 0.1 * unit, 1.4 * unit, 0.9 * unit);
  const shackle = new Path2D();
  shackle.arc(x, y - 0.1 * unit, 0.45 * unit, Math.PI, 2 * Math.PI);
  stroke(brush, onAccent, 0.3 * unit, shackle);
}

function edgeOf(
  { id, selected }: FlowNode,
  { troubled, peers }: Picture,
  colour: ReturnType<typeof coloursOf>,
): string | undefined {
  if (selected) return colour.accent;
  const trouble = troubled.get(id);
  return trouble ? colour[trouble] : peers.get(id);
}

function stroke(brush: CanvasRenderingContext2D, colour: string, width: number, path: Path2D): void {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.stroke(path);
}

function fill(brush: CanvasRenderingContext2D, node: FlowNode, zoom: number, isDark: boolean): void {
  const { x, y, width, height } = boxOf(node);
  brush.fillStyle = `hsl(${hueOf(node.data.type?.category ?? "")} 45% ${isDark ? 34 : 66}%)`;
  // A block looks stacked from afar, too.
  for (const step of usedBlock(node.data.node) === null ? [0] : [2, 1, 0]) {
    brush.globalAlpha = (1 - 0.3 * step) * (node.data.isAsleep ? ASLEEP : 1);
    const box = { x: x + STACK * step, y: y - STACK * step, width, height };
    if (CORNER * zoom < 1) brush.fillRect(box.x, box.y, width, height);
    else brush.fill(outline(box, zoom));
  }
  brush.globalAlpha = 1;
}

// Corners that nobody sees cost the most.
function outline({ x, y, width, height }: Rect, zoom: number): Path2D {
  const path = new Path2D();
  path.roundRect(x, y, width, height, CORNER * zoom < 1 ? 0 : CORNER);
  return path;
}

const widths = new Map<string, number>(); // of what was written, in the one font and size

function widthOf(brush: CanvasRenderingContext2D, text: string): number {
  const width = widths.get(text) ?? brush.measureText(text).width;
  widths.set(text, width);
  return width;
}
