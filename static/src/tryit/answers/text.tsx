import { useState } from "react";
import type { TextTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { LookedAt, visible } from "./parts/LookedAt";
import { Shares } from "./parts/Shares";

/** What was given, and what was written or filled in. */
function Text({ told, right }: AnswerProps<"text">) {
  const wanted = right && textOf(right);
  return (
    <div className="answer-text">
      <p className="tryit-written" aria-live="polite">
        {told.words.length === 0 && <span className="tryit-fine">(nothing)</span>}
        {partsOf(told).map(({ text, isGiven }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
          <span key={place} className={isGiven ? "" : "answer-written"}>
            {text}
          </span>
        ))}
      </p>
      {wanted !== null && (
        <p className="tryit-fine">
          {wanted === textOf(told) ? (
            "Just as in the data."
          ) : (
            <>
              In the data: <span className="answer-mono">{wanted || "(nothing)"}</span>
            </>
          )}
        </p>
      )}
      {told.hidden.length > 0 && <Hidden told={told} right={right} />}
      {told.looked && <LookedAt looked={told.looked} />}
    </div>
  );
}

/** What else might stand where something was hidden. */
function Hidden({ told, right }: { told: TextTold; right: TextTold | null }) {
  const [pressed, setPressed] = useState(0);
  const chosen = told.hidden[Math.min(pressed, told.hidden.length - 1)];
  if (!chosen) return null;
  const wanted = right?.words[chosen.place];
  return (
    <div className="answer-places">
      <fieldset className="answer-words" data-spaced="true">
        <legend className="tryit-fine">Filled in; press one to see what else it might have been</legend>
        {told.hidden.map(({ place }, at) => {
          const word = told.words[place] ?? "";
          return (
            <button
              key={place}
              type="button"
              aria-pressed={told.hidden[at] === chosen}
              aria-label={`Place ${place + 1}: ${word === " " ? "space" : word}`}
              data-wrong={right !== null && right.words[place] !== word}
              onClick={() => setPressed(at)}
            >
              {visible(word)}
            </button>
          );
        })}
      </fieldset>
      <div className="answer-side">
        <p className="tryit-fine">
          At place {chosen.place + 1}, before any was filled in
          {wanted !== undefined && `; right is ${visible(wanted)}`}:
        </p>
        <Shares
          names={chosen.said.map(({ name }) => visible(name))}
          shares={chosen.said.map(({ probability }) => probability)}
          isMarked={(place) => chosen.said[place]?.name === told.words[chosen.place]}
          label="What else it might have been"
        />
      </div>
    </div>
  );
}

const textOf = ({ words, between }: TextTold) => words.join(between);

/** Runs of words that all were given, or all written. */
function partsOf({ words, is_given: isGiven, between }: TextTold): { text: string; isGiven: boolean }[] {
  const parts: { text: string; isGiven: boolean }[] = [];
  words.forEach((word, place) => {
    const given = isGiven[place] ?? false;
    const last = parts.at(-1);
    const text = place === 0 ? word : between + word;
    if (last && last.isGiven === given) last.text += text;
    else parts.push({ text, isGiven: given });
  });
  return parts;
}

export const answer: AnswerKind<"text"> = { key: "text", Answer: Text };
