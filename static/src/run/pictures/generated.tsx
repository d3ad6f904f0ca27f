import "../looks/shown.css";
import { useMemo } from "react";
import type { Film, Generated, MadeBy } from "../../types/generated";
import { Dots } from "../looks/parts/Dots";
import { boxAround, squared, valuesOf } from "../looks/parts/floats";
import { ShownValue } from "../looks/parts/ShownValue";
import { SoundMade } from "../looks/parts/SoundMade";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"generated"> = {
  key: "generated",
  Picture: ({ picture }) => <Everything {...picture} />,
  words: ({ picture: { made } }) => (made.length === 1 ? sentence(made[0]?.how ?? "") : ""),
};

const sentence = (how: string) => `${how.charAt(0).toLowerCase()}${how.slice(1).replace(/\.$/, "")}`;

/** What each sampler makes; named where there are several. */
function Everything({ made }: Generated) {
  return (
    <div className="made-all">
      {made.map((each) => (
        <section key={each.name} className="made-by" aria-label={each.name}>
          {made.length > 1 && (
            <h4>
              {each.name} <span className="faint">{sentence(each.how)}</span>
            </h4>
          )}
          {each.points ? (
            <Points {...each} />
          ) : each.sounds.length > 0 ? (
            <Sounds {...each} />
          ) : (
            <Samples {...each} />
          )}
          {each.films.length > 0 && <Films films={each.films} real={each.real} />}
        </section>
      ))}
    </div>
  );
}

function Points({ points, real }: MadeBy) {
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

function Sounds({ sounds }: MadeBy) {
  return (
    <ol className="heard-samples">
      {sounds.map((sound, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a sound is its place
        <li key={place}>
          <SoundMade sound={sound} name={`sound ${place + 1}`} />
        </li>
      ))}
    </ol>
  );
}

function Samples({ samples }: MadeBy) {
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
      {samples.map(({ name, words }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text is its place
        <li key={place}>
          <span className="faint">{name}</span>
          {words}
        </li>
      ))}
    </ol>
  );
}

/** How samples were made, step by step, from left to right. */
function Films({ films, real }: { films: Film[]; real: MadeBy["real"] }) {
  return (
    <div className="made-films">
      {films.map((film, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a film is its place
        <ol key={place} className="made-film" aria-label={`How sample ${place + 1} was made`}>
          {film.steps.map((step, at) => (
            <li key={step}>
              <Frame film={film} at={at} real={real} />
              <span className="faint">{step}</span>
            </li>
          ))}
        </ol>
      ))}
    </div>
  );
}

function Frame({ film, at, real }: { film: Film; at: number; real: MadeBy["real"] }) {
  const shown = film.shown[at];
  const points = film.points[at];
  const sets = useMemo(
    () => (points ? [{ points: valuesOf(points), colour: "--accent", radius: 4 }] : []),
    [points],
  );
  const box = useMemo(() => {
    const known = real ?? points;
    return known ? squared(boxAround(valuesOf(known))) : null;
  }, [real, points]);
  if (shown) return <ShownValue shown={shown} />;
  return box ? <Dots sets={sets} box={box} label={`The points at step ${film.steps[at]}`} /> : null;
}
