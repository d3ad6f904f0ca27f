import type { Favourites } from "../../types/generated";
import { count } from "../live/sentences";
import { ShownValue } from "../looks/parts/ShownValue";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"favourites"> = {
  key: "favourites",
  Picture: ({ picture }) => <Units {...picture} />,
  words: ({ picture: { channels, units, looked_at } }) =>
    `${units.length < channels ? `first ${units.length} of ` : ""}${count(channels)} units, of ${count(looked_at)} validation samples`,
};

/** For each unit a row of samples, the one that it answers most to first. */
function Units({ samples, numbers, units, times }: Favourites) {
  const isWords = samples.some(({ picture }) => picture === null);
  return (
    <ol className={`favourites ${isWords ? "is-words" : ""}`}>
      {units.map(({ places, values, spots }, unit) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a unit is its number
        <li key={unit} className="favourite-row" aria-label={`Unit ${unit}`}>
          <span className="faint">{unit}</span>
          {places.map((place, rank) => {
            const shown = samples[place];
            const spot = spots?.[rank];
            const value = (values[rank] ?? 0).toPrecision(3);
            return (
              shown && (
                <figure
                  key={place}
                  className="favourite"
                  title={`Sample ${numbers[place]}: ${value}${spot ? ", most at the mark" : ""}`}
                >
                  <span className="spotted">
                    {shown.picture === null && spot ? (
                      <Marked words={shown.words} at={spot[1]} times={times} />
                    ) : (
                      <ShownValue shown={shown} side={44} />
                    )}
                    {shown.picture !== null && spot && (
                      <span
                        className="spot"
                        style={{ top: `${100 * spot[0]}%`, left: `${100 * spot[1]}%` }}
                      />
                    )}
                  </span>
                  <figcaption>{value}</figcaption>
                </figure>
              )
            );
          })}
        </li>
      ))}
    </ol>
  );
}

/** A text with the letter or word marked that lies at this part of it. */
function Marked({ words, at, times }: { words: string; at: number; times: number }) {
  const letters = [...words];
  const gap = letters.length === times ? "" : " ";
  const parts = gap ? words.split(gap) : letters;
  const place = Math.min(parts.length - 1, Math.floor(at * times));
  const joined = (from: number, to: number) => parts.slice(from, to).join(gap);
  return (
    <span className="shown-words is-long">
      {joined(0, place)}
      {gap}
      <mark>{parts[place]}</mark>
      {gap}
      {joined(place + 1, parts.length)}
    </span>
  );
}
