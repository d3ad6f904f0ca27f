import { count } from "../../run/live/sentences";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Picture, Titled } from "./parts/Layers";
import { numberText } from "./parts/numberText";

/** The samples that the network puts next to what was given. */
function Neighbours({ name, told: { nearest, searched, code } }: AnswerProps<"neighbours">) {
  if (nearest.length === 0)
    return (
      <p>
        {name} is a code of {code.length} numbers. Its owner shows no samples that it could be compared with.
      </p>
    );
  return (
    <div>
      <p className="tryit-fine">
        The nearest of {count(searched)} samples that it learned from, by {name}: {code.length} numbers for
        each
      </p>
      <ol className="answer-film" aria-label="The nearest samples">
        {nearest.map(({ distance, label, picture, words }, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a neighbour is its place
          <li key={place}>
            <Titled title={`${label ? `${label}, ` : ""}${numberText(Number(distance.toPrecision(3)))} away`}>
              {picture ? (
                <Picture values={picture} look="ink" label={label || "a sample"} />
              ) : (
                <span>{words}</span>
              )}
            </Titled>
          </li>
        ))}
      </ol>
    </div>
  );
}

export const answer: AnswerKind<"neighbours"> = { key: "neighbours", Answer: Neighbours };
