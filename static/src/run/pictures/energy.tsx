import "../looks/shown.css";
import { useMemo } from "react";
import type { Energy } from "../../types/generated";
import { count } from "../live/sentences";
import { boxAround, valuesOf } from "../looks/parts/floats";
import { Maps } from "../looks/parts/Maps";
import { waysIn } from "../looks/parts/plane";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"energy"> = {
  key: "energy",
  Picture: ({ picture }) => <Falls {...picture} />,
  words: ({ picture: { falls, ends } }) =>
    `${count(falls.shape[0] ?? 0)} validation samples settle at ${count(ends)} ${ends === 1 ? "state" : "states"}`,
};

/** The energy of every sample from turn to turn, and the states where they end. */
function Falls({ falls, memories }: Energy) {
  const turns = falls.shape[1] ?? 1;
  const { path, low, high } = useMemo(() => {
    const energies = valuesOf(falls);
    const points = Float32Array.from({ length: 2 * energies.length }, (_, at) =>
      at % 2 === 0 ? (at / 2) % turns : (energies[(at - 1) / 2] ?? 0),
    );
    const box = boxAround(points);
    return { path: waysIn(points, turns, box), low: Math.min(...energies), high: Math.max(...energies) };
  }, [falls, turns]);
  return (
    <div className="energy">
      <figure className="energy-falls">
        <svg
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          role="img"
          aria-label={`Energies fall from at most ${high.toPrecision(3)} to at least ${low.toPrecision(3)}`}
        >
          <path d={path} />
        </svg>
        <figcaption className="energy-ends">
          <span>given</span>
          <span>
            {low.toPrecision(3)} to {high.toPrecision(3)}
          </span>
          <span>turn {turns - 1}</span>
        </figcaption>
      </figure>
      <p className="run-hint">
        Each turn all values at once take the sign of what the others say: the energy falls until a state
        holds, or swings between two. Where many samples end is what the memory stores.
      </p>
      <ul className="memories">
        {memories.map(({ samples, energy, picture }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a state is its place
          <li key={place} className="memory">
            <Maps
              values={picture}
              palette="ink"
              fill={{ aspect: 1 }}
              label={`A state in which ${samples} samples end`}
              style={{ width: 56, height: 56 }}
            />
            <span>
              {count(samples)} {samples === 1 ? "sample" : "samples"}
            </span>
            <span className="faint">{energy.toPrecision(3)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
