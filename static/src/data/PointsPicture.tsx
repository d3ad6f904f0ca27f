import { useMemo } from "react";
import { Dots } from "../run/looks/parts/Dots";
import { boxAround, valuesOf } from "../run/looks/parts/floats";
import type { Points } from "../types/generated";

type Box = readonly [left: number, right: number, bottom: number, top: number];

interface PointsPictureProps {
  shown: Points;
  /** Width over height. */
  aspect: number;
  /** Of a dot, in pixels of a picture of 520. */
  radius: number;
  label: string;
}

/** Points by their classes; a line leads from each to where it goes. */
export function PointsPicture({ shown, aspect, radius, label }: PointsPictureProps) {
  const { sets, box, lines } = useMemo(() => {
    const points = valuesOf(shown.points);
    const to = shown.to ? valuesOf(shown.to) : new Float32Array();
    const around = boxAround(points, to);
    const box = shown.is_plane ? widened(around, aspect) : around;
    return { sets: [{ points, labels: shown.labels, radius }], box, lines: linesOf(points, to, box) };
  }, [shown, aspect, radius]);
  return (
    <span className="data-points" style={{ aspectRatio: aspect }}>
      {lines && (
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <path d={lines} vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      <Dots sets={sets} box={box} aspect={aspect} label={label} />
    </span>
  );
}

/** A box made wider or higher around its middle, so that distances are the same both ways. */
export function widened([left, right, bottom, top]: Box, aspect: number): Box {
  const height = Math.max(top - bottom, (right - left) / aspect);
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return [x - (height * aspect) / 2, x + (height * aspect) / 2, y - height / 2, y + height / 2];
}

function linesOf(points: Float32Array, to: Float32Array, [left, right, bottom, top]: Box): string {
  const place = (values: Float32Array, at: number) => {
    const x = ((values[at] as number) - left) / (right - left);
    const y = 1 - ((values[at + 1] as number) - bottom) / (top - bottom);
    return `${x.toFixed(3)},${y.toFixed(3)}`;
  };
  return Array.from({ length: to.length / 2 }, (_, i) => `M${place(points, 2 * i)}L${place(to, 2 * i)}`).join(
    "",
  );
}
