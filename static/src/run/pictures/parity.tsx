import "../looks/shown.css";
import { useMemo } from "react";
import { Dots } from "../looks/parts/Dots";
import { boxAround, squared, valuesOf } from "../looks/parts/floats";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"parity"> = {
  key: "parity",
  Picture: ({ picture: { points, target, meaning } }) => {
    const at = useMemo(() => valuesOf(points), [points]);
    const box = useMemo(() => squared(boxAround(at)), [at]);
    const sets = useMemo(() => [{ points: at, colour: "--accent", radius: 5, opacity: 0.6 }], [at]);
    const [low, high] = [box[0], box[1]].map((end) => Number(end.toPrecision(2)));
    return (
      <div className="layered" title={meaning}>
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <path className="parity-line" d="M0,1L1,0" vectorEffect="non-scaling-stroke" />
        </svg>
        <Dots
          sets={sets}
          box={box}
          label={`${target}: what the network foretells against what is right, both from ${low} to ${high}`}
        />
        <span className="axis-x">
          right, {low} to {high}
        </span>
        <span className="axis-y">foretold</span>
      </div>
    );
  },
  words: ({ picture: { target, error } }) => `${target}: off by ${error.toPrecision(2)} on average`,
};
