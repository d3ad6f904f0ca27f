import "../looks/shown.css";
import { useMemo } from "react";
import { Dots } from "../looks/parts/Dots";
import { boxAround, valuesOf } from "../looks/parts/floats";
import type { PictureKind } from "../looks/registry";

const ASPECT = 1.6;

export const picture: PictureKind<"curve"> = {
  key: "curve",
  Picture: ({ picture }) => {
    const points = useMemo(() => valuesOf(picture.points), [picture]);
    const line = useMemo(() => valuesOf(picture.curve), [picture]);
    const box = useMemo(() => boxAround(points, line), [points, line]);
    const sets = useMemo(() => [{ points, colour: "--fg-3", radius: 4, opacity: 0.85 }], [points]);
    return (
      <div className="layered is-wide">
        <Dots
          sets={sets}
          box={box}
          aspect={ASPECT}
          label={`${picture.y} against ${picture.x}: the data, and the network's curve through them`}
        />
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <path className="fitted-curve" d={pathOf(line, box)} vectorEffect="non-scaling-stroke" />
        </svg>
        <span className="axis-x">{picture.x}</span>
        <span className="axis-y">{picture.y}</span>
      </div>
    );
  },
};

function pathOf(
  line: Float32Array,
  [left, right, bottom, top]: readonly [number, number, number, number],
): string {
  let path = "";
  for (let i = 0; i + 1 < line.length; i += 2) {
    const x = ((line[i] as number) - left) / (right - left);
    const y = 1 - ((line[i + 1] as number) - bottom) / (top - bottom);
    path += `${i === 0 ? "M" : "L"}${x.toFixed(4)},${y.toFixed(4)}`;
  }
  return path;
}
