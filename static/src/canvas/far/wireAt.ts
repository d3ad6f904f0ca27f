import type { XYPosition } from "@xyflow/react";
import type { Point, Way } from "../routes";
import { pieces } from "../routes/way";

/** The wire that runs nearest to a point, and no further off than `reach`; null where none does. */
export function wireAt(ways: ReadonlyMap<string, Way>, at: XYPosition, reach: number): string | null {
  let found: string | null = null;
  let least = reach;
  for (const [id, way] of ways) {
    const points = pieces(way);
    for (let index = 1; index < points.length; index += 1) {
      const distance = distanceTo(points[index - 1] as Point, points[index] as Point, at);
      if (distance > least) continue;
      [found, least] = [id, distance];
    }
  }
  return found;
}

function distanceTo([x1, y1]: Point, [x2, y2]: Point, { x, y }: XYPosition): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const share = ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy || 1);
  const along = Math.max(0, Math.min(1, share));
  return Math.hypot(x1 + along * dx - x, y1 + along * dy - y);
}
