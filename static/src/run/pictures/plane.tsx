import "../looks/shown.css";
import { useMemo, useState } from "react";
import type { Plane } from "../../types/generated";
import { count } from "../live/sentences";
import { ClassLegend } from "../looks/parts/ClassLegend";
import { Dots } from "../looks/parts/Dots";
import { valuesOf } from "../looks/parts/floats";
import { Maps } from "../looks/parts/Maps";
import { Scale } from "../looks/parts/Scale";
import { Strands } from "../looks/parts/Strands";
import { mapAt } from "../looks/parts/stack";
import { MOST_STRANDS, strongest } from "../looks/parts/strands";
import type { PictureKind } from "../looks/registry";

const MOST_TAKEN = 6;

export const picture: PictureKind<"plane"> = {
  key: "plane",
  Picture: ({ picture }) => <Units {...picture} />,
  OnNode: ({ picture, view }) => (
    <div className="units-on-node">
      <Maps
        values={picture.maps}
        palette="signed"
        fill={{ aspect: 184 / 52 }}
        label={`${view}: where over the plane each of ${picture.units} units fires`}
        style={{ width: 184, height: 52 }}
      />
      {picture.weights && <Strands weights={picture.weights} label={`Weights from ${picture.feeds}`} />}
    </div>
  ),
  words: ({ picture: { units, maps } }) => {
    const shown = maps.shape[0] ?? 0;
    return `${shown < units ? `first ${shown} of ` : ""}${count(units)} ${units === 1 ? "unit" : "units"}`;
  },
};

/** Every unit small, the chosen one large with the samples over it, and what it takes from the units before. */
function Units({ maps, box, points, labels, classes, feeds, weights, units, inputs }: Plane) {
  const [chosen, setChosen] = useState(0);
  const many = maps.shape[0] ?? 0;
  const shown = Math.min(chosen, many - 1);
  const one = useMemo(() => mapAt(maps, shown), [maps, shown]);
  const dots = useMemo(() => valuesOf(points), [points]);
  const sets = useMemo(() => [{ points: dots, labels, radius: 6, opacity: 0.75 }], [dots, labels]);
  return (
    <div className="units">
      <div className="layered">
        <Maps values={one} palette="signed" fill={{ aspect: 1 }} />
        <Dots sets={sets} box={box} label={`Where unit ${shown} fires, and validation samples`} />
      </div>
      <Scale low={maps.low} high={maps.high} palette="signed" />
      <ClassLegend classes={classes} />
      {many > 1 && (
        <fieldset
          className="heads"
          style={{ gridTemplateColumns: `repeat(${Math.max(4, Math.min(8, many))}, 1fr)` }}
        >
          <legend className="run-unseen">Which unit is shown large</legend>
          {Array.from({ length: many }, (_, unit) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: a unit is its number
              key={unit}
              type="button"
              aria-pressed={unit === shown}
              aria-label={`Unit ${unit}`}
              title={`Unit ${unit}`}
              onClick={() => setChosen(unit)}
            >
              <Maps values={mapAt(maps, unit)} palette="signed" fill={{ aspect: 1 }} />
            </button>
          ))}
        </fieldset>
      )}
      {weights && (
        <>
          <p className="run-hint">
            Unit {shown} takes most from {feeds.split(".")[0]}:
          </p>
          <ul className="takes">
            {strongest(weights, MOST_TAKEN, shown).map(({ from, weight }) => (
              <li key={from} data-sign={weight < 0 ? "less" : "more"}>
                <span>{from}</span>
                <span className="bar" style={{ "--part": part(weight, weights.high) } as object} />
                <span>{weight.toFixed(2).replace("-", "−")}</span>
              </li>
            ))}
          </ul>
          <p className="run-hint">
            On the drawing, the lines that come in are{" "}
            {units * inputs > MOST_STRANDS && `the strongest ${MOST_STRANDS} of `}
            {count(units * inputs)} weights, inputs and units from the top: blue adds, orange takes away; the
            thicker, the stronger.
          </p>
        </>
      )}
    </div>
  );
}

/** How strong a weight is, as percent of the strongest. */
const part = (weight: number, most: number) => `${Math.round((100 * Math.abs(weight)) / (most || 1))}%`;
