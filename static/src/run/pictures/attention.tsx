import "../looks/shown.css";
import { useMemo, useState } from "react";
import type { Attention, Shades } from "../../types/generated";
import { Maps } from "../looks/parts/Maps";
import { mapAt } from "../looks/parts/stack";
import type { PictureKind } from "../looks/registry";

/** With more, words at the sides of a map could not be read. */
const MOST_AT_AXES = 20;

export const picture: PictureKind<"attention"> = {
  key: "attention",
  Picture: ({ picture }) => <Heads {...picture} />,
  OnNode: ({ picture }) => (
    <Maps
      values={picture.maps}
      palette="value"
      fill={{ aspect: 184 / 52 }}
      label="Which element looks at which, in each head"
      style={{ width: 184, height: 52 }}
    />
  ),
  words: ({ picture: { layers, heads } }) =>
    `${layers > 1 ? `${layers} layers of ` : ""}${heads} ${heads === 1 ? "head" : "heads"}; one sample`,
};

/** Every head small, the chosen one large and, for a text, with its letters or words. */
function Heads({ layers, heads, maps, queries, keys }: Attention) {
  const [chosen, setChosen] = useState(0);
  const shown = Math.min(chosen, layers * heads - 1);
  const one = useMemo(() => mapAt(maps, shown), [maps, shown]);
  return (
    <div className="attention">
      <div className="aligned">
        <Axis words={keys} className="aligned-keys" />
        <Axis words={queries} className="aligned-queries" />
        <Maps
          values={one}
          palette="value"
          fill={{ aspect: 1 }}
          label={`Head ${shown % heads} in layer ${Math.floor(shown / heads)}: each row looks at columns`}
        />
      </div>
      <fieldset className="heads" style={{ gridTemplateColumns: `repeat(${heads}, 1fr)` }}>
        <legend className="run-unseen">Which head is shown large</legend>
        {Array.from({ length: layers * heads }, (_, number) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a head is its number
            key={number}
            type="button"
            aria-pressed={number === shown}
            aria-label={`Layer ${Math.floor(number / heads) + 1}, head ${(number % heads) + 1}`}
            onClick={() => setChosen(number)}
          >
            <Maps values={mapAt(maps, number)} palette="value" fill={{ aspect: 1 }} />
          </button>
        ))}
      </fieldset>
      {queries.length > 0 && keys.length > 0 && <Words queries={queries} keys={keys} map={one} />}
    </div>
  );
}

/** The words at a side of the map, where each has room for letters of 11 px. */
function Axis({ words, className }: { words: string[]; className: string }) {
  if (words.length === 0 || words.length > MOST_AT_AXES) return null;
  return (
    <ol className={className} aria-hidden style={{ "--many": words.length } as object}>
      {words.map((word, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
        <li key={place}>{word}</li>
      ))}
    </ol>
  );
}

/** What asks and what is asked; the letters or words that the chosen one looks at are marked, the more the stronger. */
function Words({ queries, keys, map }: { queries: string[]; keys: string[]; map: Shades }) {
  const [chosen, setChosen] = useState(queries.length - 1);
  const query = Math.min(chosen, queries.length - 1);
  const row = map.data.subarray(query * keys.length, (query + 1) * keys.length);
  const strongest = Math.max(1, ...row);
  const isSelf = queries.length === keys.length && queries.every((word, place) => word === keys[place]);
  const what = queries.every((word) => word.length === 1) ? "letter" : "word";
  const part = (key: number) => `${Math.round(((row[key] ?? 0) / strongest) * 100)}%`;
  return (
    <fieldset className="attended">
      <legend className="run-hint">Point at a {what} to see where it looks.</legend>
      {queries.map((word, place) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
          key={place}
          type="button"
          aria-pressed={place === query}
          aria-label={word === " " ? "space" : word}
          style={{ "--part": isSelf ? part(place) : "0%" } as object}
          onPointerEnter={() => setChosen(place)}
          onFocus={() => setChosen(place)}
        >
          {word === " " ? "\u00a0" : word}
        </button>
      ))}
      {!isSelf && (
        <p className="attended-keys" aria-live="polite">
          {keys.map((word, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
            <span key={place} style={{ "--part": part(place) } as object}>
              {word}
            </span>
          ))}
        </p>
      )}
    </fieldset>
  );
}
