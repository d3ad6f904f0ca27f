import { useMemo, useState } from "react";
import type { Attention, Shades } from "../../types/generated";
import { Maps } from "../looks/parts/Maps";
import { mapAt } from "../looks/parts/stack";
import type { PictureKind } from "../looks/registry";

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

/** Every head small, the chosen one large and, for a text, with its letters. */
function Heads({ layers, heads, maps, letters }: Attention) {
  const [chosen, setChosen] = useState(0);
  const shown = Math.min(chosen, layers * heads - 1);
  const one = useMemo(() => mapAt(maps, shown), [maps, shown]);
  return (
    <div className="attention">
      <Maps
        values={one}
        palette="value"
        fill={{ aspect: 1 }}
        label={`Head ${shown % heads} in layer ${Math.floor(shown / heads)}`}
      />
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
      {letters !== "" && <Letters letters={letters} map={one} />}
    </div>
  );
}

/** The text; the letters that the chosen one looks at are marked, the more the stronger. */
function Letters({ letters, map }: { letters: string; map: Shades }) {
  const [query, setQuery] = useState(letters.length - 1);
  const keys = map.shape[1] ?? 0;
  const row = map.data.subarray(query * keys, (query + 1) * keys);
  const strongest = Math.max(1, ...row);
  return (
    <fieldset className="attended">
      <legend className="run-hint">Point at a letter to see where it looks.</legend>
      {[...letters].map((letter, key) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a letter is its place
          key={key}
          type="button"
          aria-pressed={key === query}
          aria-label={letter === " " ? "space" : letter}
          style={{ "--part": `${Math.round(((row[key] ?? 0) / strongest) * 100)}%` } as object}
          onPointerEnter={() => setQuery(key)}
          onFocus={() => setQuery(key)}
        >
          {letter === " " ? "\u00a0" : letter}
        </button>
      ))}
    </fieldset>
  );
}
