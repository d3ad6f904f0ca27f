import type { Handle } from "@xyflow/react";
import { Position as Sides } from "@xyflow/react";
import type { NodeType } from "../../types/generated";

/** The measures of a node, in CSS pixels at zoom 1; canvas.css draws to the same ones. */
export const SIZE = {
  width: 196,
  header: 34,
  params: 22,
  row: 22,
  foot: 6,
  dot: 12,
  picture: 66,
  data: 88,
  stack: 10,
} as const;

/** How high a node is before problems and live pictures. */
export function heightOf(type: NodeType | undefined): number {
  const rows = Math.max(type?.inputs.length ?? 0, type?.outputs.length ?? 0, 1);
  return SIZE.header + SIZE.params + rows * SIZE.row + SIZE.foot;
}

/** How far below a node a picture may hang: what it computes, or the data that it holds. */
export const belowOf = (type: NodeType | undefined): number =>
  type?.role === "data" ? SIZE.data : SIZE.picture;

/** Where the middle of a port row is, from the node's top. */
export function rowMiddle(index: number): number {
  return SIZE.header + SIZE.params + (index + 0.5) * SIZE.row;
}

type Dot = Pick<Handle, "id" | "type" | "position" | "x" | "y" | "width" | "height">;

/** The ports of a node as React Flow wants them told, so that it need not mount a node to measure it. */
export function dotsOf(type: NodeType | undefined): Dot[] {
  const dot = (name: string, index: number, isInput: boolean): Dot => ({
    id: name,
    type: isInput ? "target" : "source",
    position: isInput ? Sides.Left : Sides.Right,
    x: (isInput ? 0 : SIZE.width) - SIZE.dot / 2,
    y: rowMiddle(index) - SIZE.dot / 2,
    width: SIZE.dot,
    height: SIZE.dot,
  });
  return [
    ...(type?.inputs ?? []).map(({ name }, index) => dot(name, index, true)),
    ...(type?.outputs ?? []).map(({ name }, index) => dot(name, index, false)),
  ];
}
