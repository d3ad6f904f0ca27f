import type { AnswerKind, AnswerProps } from "../kinds";
import { Shares } from "./parts/Shares";

/** Which of several labels hold, each by itself. */
function Labels({ told: { names, probabilities, holds }, right }: AnswerProps<"labels">) {
  const said = names.filter((_, place) => holds[place]);
  const wanted = right ? names.filter((_, place) => right.holds[place]) : null;
  return (
    <div className="tryit-outcome">
      <p className="tryit-winner" aria-live="polite">
        {said.length > 0 ? (
          <>
            It reads <strong>{said.join(", ")}</strong>
          </>
        ) : (
          "None of them holds"
        )}
        {wanted && <span> · right is {wanted.join(", ") || "none"}</span>}
      </p>
      <Shares
        names={names}
        shares={probabilities}
        isMarked={(place) => holds[place] ?? false}
        label="How likely each label is"
      />
    </div>
  );
}

export const answer: AnswerKind<"labels"> = { key: "labels", Answer: Labels };
