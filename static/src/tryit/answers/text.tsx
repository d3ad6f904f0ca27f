import type { TextTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";

/** What was given, faintly, and what was written. */
function Text({ told, right }: AnswerProps<"text">) {
  const wanted = right && textOf(right);
  const isSame = wanted === textOf(told);
  return (
    <div className="answer-text">
      <p className="tryit-written" aria-live="polite">
        {partsOf(told).map(({ text, isGiven }, place) =>
          isGiven ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
            <span key={place} className="faint">
              {text}
            </span>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place
            <span key={place} className="answer-written">
              {text}
            </span>
          ),
        )}
      </p>
      {wanted !== null && (
        <p className="tryit-fine">
          {isSame ? "Just as in the data." : "In the data: "}
          {!isSame && <span className="answer-mono">{wanted}</span>}
        </p>
      )}
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
