import "../looks/shown.css";
import { useMemo } from "react";
import { Dots } from "../looks/parts/Dots";
import { valuesOf } from "../looks/parts/floats";
import { Maps } from "../looks/parts/Maps";
import { waysIn } from "../looks/parts/plane";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"density"> = {
  key: "density",
  Picture: ({ picture: { box, density, points, grid } }) => {
    const dots = useMemo(() => valuesOf(points), [points]);
    const sets = useMemo(() => [{ points: dots, colour: "--warn", radius: 4, opacity: 0.7 }], [dots]);
    const lines = useMemo(() => waysIn(valuesOf(grid), grid.shape[1] ?? 1, box), [grid, box]);
    return (
      <div className="side-by-side">
        <div className="layered">
          <Maps values={density} palette="value" fill={{ aspect: 1 }} />
          <Dots
            sets={sets}
            box={box}
            label={`Logarithm of the density, from ${density.low.toFixed(1)} to ${density.high.toFixed(1)} nats, and validation samples`}
          />
        </div>
        <div className="layered">
          <svg
            viewBox="0 0 100 100"
            preserveAspectRatio="none"
            role="img"
            aria-label="An even grid of the latent plane, as the flow bends it"
          >
            <path className="bent-grid" d={lines} />
          </svg>
          <Dots sets={sets} box={box} label="Validation samples on the bent grid" />
        </div>
      </div>
    );
  },
  words: ({ picture: { mean } }) =>
    `validation points have ${mean.toFixed(2).replace("-", "−")} nats on average`,
};
