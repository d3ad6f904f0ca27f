import "../looks/shown.css";
import { useMemo } from "react";
import { valuesOf } from "../looks/parts/floats";
import { arrowsIn, placeIn, waysIn } from "../looks/parts/plane";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"vector-field"> = {
  key: "vector-field",
  Picture: ({ picture: { node, box, side, slopes, ways } }) => {
    const turns = ways.shape[1] ?? 1;
    const arrows = useMemo(() => arrowsIn(valuesOf(slopes), side), [slopes, side]);
    const points = useMemo(() => valuesOf(ways), [ways]);
    const starts = Array.from({ length: ways.shape[0] ?? 0 }, (_, way) =>
      placeIn(points[2 * way * turns] ?? 0, points[2 * way * turns + 1] ?? 0, box),
    );
    return (
      <div className="layered">
        <svg
          viewBox="0 0 100 100"
          role="img"
          aria-label={`Where ${node} moves points, and the ways of some samples`}
        >
          <path className="field-arrows" d={arrows} />
          <path className="field-ways" d={waysIn(points, turns, box)} />
          {starts.map(([x, y], way) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a way is its place
            <circle key={way} className="field-start" cx={x} cy={y} r={1.1} />
          ))}
        </svg>
      </div>
    );
  },
  words: ({ picture: { node, time, steps } }) =>
    `${node}, to time ${time} in ${steps} steps; a dot is where a way begins`,
};
