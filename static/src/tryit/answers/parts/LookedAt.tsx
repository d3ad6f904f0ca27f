import { useState } from "react";
import type { Looked } from "../../../types/generated";
import { fromBase64 } from "../../bytes";
import { Picture } from "./Layers";

/** Which words a network looked at while it said each. */
export function LookedAt({ looked: { tokens, keys, map } }: { looked: Looked }) {
  const [pressed, setPressed] = useState<number | null>(null);
  const chosen = Math.min(pressed ?? tokens.length - 1, tokens.length - 1);
  const row = fromBase64(map.data).subarray(chosen * keys.length, (chosen + 1) * keys.length);
  const most = Math.max(1, ...row);
  return (
    <details className="answer-looked">
      <summary className="tryit-fine">What it looked at</summary>
      <div className="answer-figures">
        <div className="answer-picture">
          <Picture
            values={map}
            look="value"
            scale={[0, 1]}
            label="Attention: each row is a word, bright where it looks"
          />
        </div>
        <div>
          <Row label="From" words={tokens} chosen={chosen} onPress={setPressed} />
          <p className="tryit-fine">it looks at, the stronger the brighter:</p>
          <p className="answer-keys">
            {keys.map((word, place) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
                key={place}
                style={{ "--part": `${Math.round((100 * (row[place] ?? 0)) / most)}%` } as object}
                title={`${Math.round((100 * (row[place] ?? 0)) / 255)} %`}
              >
                {visible(word)}
              </span>
            ))}
          </p>
          <p className="tryit-fine">The last attention of the network, the mean of its heads.</p>
        </div>
      </div>
    </details>
  );
}

interface RowProps {
  label: string;
  words: readonly string[];
  chosen: number;
  onPress: (place: number) => void;
}

/** Words of which one is chosen. */
export function Row({ label, words, chosen, onPress }: RowProps) {
  return (
    <fieldset className="answer-words">
      <legend className="run-unseen">{label}</legend>
      {words.map((word, place) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a word is its place
          key={place}
          type="button"
          aria-pressed={place === chosen}
          aria-label={word === " " ? "space" : word}
          onClick={() => onPress(place)}
          onPointerEnter={() => onPress(place)}
        >
          {visible(word)}
        </button>
      ))}
    </fieldset>
  );
}

/** A space that can be seen. */
export const visible = (text: string) => (text === " " ? "␣" : text);
