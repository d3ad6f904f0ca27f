import type { Rect, XYPosition } from "@xyflow/react";
import type { FlowNode } from "../flow";

/** Where a node is drawn and how large, on the drawing. */
export function boxOf({ position, measured }: FlowNode): Rect {
  return { ...position, width: measured?.width ?? 0, height: measured?.height ?? 0 };
}

/** The box around all nodes; null where there are none. */
export function boundsOf(nodes: readonly FlowNode[]): Rect | null {
  if (nodes.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of nodes.map(boxOf)) {
    [left, top] = [Math.min(left, x), Math.min(top, y)];
    [right, bottom] = [Math.max(right, x + width), Math.max(bottom, y + height)];
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The node under a point, the uppermost of several; else the nearest that is not further off than `reach`. */
export function nodeAt(nodes: readonly FlowNode[], point: XYPosition, reach = 0): FlowNode | null {
  let found: FlowNode | null = null;
  let least = reach;
  for (const node of nodes) {
    const distance = distanceTo(boxOf(node), point);
    if (distance > least) continue;
    [found, least] = [node, distance];
  }
  return found;
}

function distanceTo({ x, y, width, height }: Rect, point: XYPosition): number {
  const beside = Math.max(x - point.x, 0, point.x - x - width);
  const above = Math.max(y - point.y, 0, point.y - y - height);
  return Math.hypot(beside, above);
}

/** The nodes that lie wholly inside of a frame. */
export function nodesIn(nodes: readonly FlowNode[], frame: Rect): FlowNode[] {
  return nodes.filter((node) => {
    const { x, y, width, height } = boxOf(node);
    return (
      x >= frame.x &&
      y >= frame.y &&
      x + width <= frame.x + frame.width &&
      y + height <= frame.y + frame.height
    );
  });
}

/** True when any part of a box lies in a frame. */
export function touches(box: Rect, frame: Rect): boolean {
  return (
    box.x <= frame.x + frame.width &&
    box.x + box.width >= frame.x &&
    box.y <= frame.y + frame.height &&
    box.y + box.height >= frame.y
  );
}
