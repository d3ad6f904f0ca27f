import { count } from "../../run/live/sentences";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Nearest } from "./parts/Nearest";

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
      <Nearest nearest={nearest} label="The nearest samples" />
    </div>
  );
}

export const answer: AnswerKind<"neighbours"> = { key: "neighbours", Answer: Neighbours };
