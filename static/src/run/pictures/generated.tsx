import { useMemo } from "react";
import type { Generated } from "../../types/generated";
import { Dots } from "../looks/parts/Dots";
import { boxAround, squared, valuesOf } from "../looks/parts/floats";
import { ShownValue } from "../looks/parts/ShownValue";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"generated"> = {
  key: "generated",
  Picture: ({ picture }) => (picture.points ? <Points {...picture} /> : <Samples {...picture} />),
  words: ({ picture: { how } }) => `${how.charAt(0).toLowerCase()}${how.slice(1).replace(/\.$/, "")}`,
};

function Points({ points, real }: Generated) {
  const made = useMemo(() => (points ? valuesOf(points) : new Float32Array()), [points]);
  const known = useMemo(() => (real ? valuesOf(real) : new Float32Array()), [real]);
  const box = useMemo(() => squared(boxAround(known.length > 0 ? known : made)), [known, made]);
  const sets = useMemo(
    () => [
      { points: known, colour: "--fg-3", radius: 5, opacity: 0.45 },
      { points: made, colour: "--accent", radius: 5 },
    ],
    [known, made],
  );
  return (
    <div className="with-legend">
      <Dots
        sets={sets}
        box={box}
        label={`${made.length / 2} points that the network made, among real ones`}
      />
      <ul className="class-legend">
        <li>
          <span className="swatch" style={{ background: "var(--accent)" }} />
          made
        </li>
        {known.length > 0 && (
          <li>
            <span className="swatch" style={{ background: "var(--fg-3)" }} />
            real
          </li>
        )}
      </ul>
    </div>
  );
}

function Samples({ samples }: Generated) {
  if (samples.some(({ picture }) => picture))
    return (
      <div className="made-pictures">
        {samples.map((shown, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its place
          <ShownValue key={place} shown={shown} />
        ))}
      </div>
    );
  return (
    <ol className="made-texts">
      {samples.map(({ name, words }) => (
        <li key={name}>
          <span className="faint">{name}</span>
          {words}
        </li>
      ))}
    </ol>
  );
}
