import { type PointerEvent, useMemo } from "react";
import { Dots } from "../../run/looks/parts/Dots";
import type { AskedOf } from "../kinds";
import type { Reach } from "../numbers";

interface PlaneProps {
  across: Reach;
  up: Reach;
  x: number;
  y: number;
  plot: AskedOf<"numbers">["plot"];
  onPick: (x: number, y: number) => void;
}

/** The plane of two numbers, with what was learned from where it may be seen: a point is dragged over it. */
export function Plane({ across, up, x, y, plot, onPick }: PlaneProps) {
  const pick = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === "pointerdown") event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const at = (part: number, { from, to, step }: Reach) =>
      Math.round((from + Math.max(0, Math.min(1, part)) * (to - from)) / step) * step;
    onPick(
      at((event.clientX - box.left) / box.width, across),
      at(1 - (event.clientY - box.top) / box.height, up),
    );
  };
  const part = (value: number, { from, to }: Reach) => Math.max(0, Math.min(1, (value - from) / (to - from)));
  const sets = useMemo(
    () =>
      plot ? [{ points: Float32Array.from(plot.points.flat()), labels: Uint8Array.from(plot.labels) }] : [],
    [plot],
  );
  const box = useMemo(() => [across.from, across.to, up.from, up.to] as const, [across, up]);
  return (
    <div className="tryit-paper tryit-square" aria-hidden="true" onPointerDown={pick} onPointerMove={pick}>
      {sets.length > 0 && <Dots sets={sets} box={box} label="What the network learned from" />}
      <span
        className="tryit-point"
        style={{ left: `${100 * part(x, across)}%`, top: `${100 * (1 - part(y, up))}%` }}
      />
    </div>
  );
}
