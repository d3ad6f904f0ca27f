import type { AnswerKind, AnswerProps } from "../kinds";

function Text({ told: { text } }: AnswerProps<"text">) {
  return (
    <p className="tryit-written" aria-live="polite">
      … {text}
    </p>
  );
}

export const answer: AnswerKind<"text"> = { key: "text", Answer: Text };
