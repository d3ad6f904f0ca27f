import { count, metricText } from "../../run/live/sentences";
import type { AnswerKind, AnswerProps } from "../kinds";
import { mostProbable } from "./parts/mostProbable";
import { Nearest } from "./parts/Nearest";
import { Shares } from "./parts/Shares";

/** How likely each class is; of many, the most likely ones. */
function Probabilities({ told: { classes, probabilities, near }, right }: AnswerProps<"probabilities">) {
  const winner = probabilities.indexOf(Math.max(...probabilities));
  const wanted = right ? right.probabilities.indexOf(1) : -1;
  const shown = mostProbable(probabilities);
  const left = classes.length - shown.length;
  return (
    <div className="tryit-outcome">
      <p className="tryit-winner" aria-live="polite">
        It reads <strong>{classes[winner]}</strong>
        <span> {metricText(probabilities[winner] ?? 0, true)}</span>
        {wanted >= 0 && <span> · right is {classes[wanted]}</span>}
      </p>
      <Shares
        names={shown.map((place) => classes[place] ?? "")}
        shares={shown.map((place) => probabilities[place] ?? 0)}
        isMarked={(place) => shown[place] === winner}
        label="How likely each class is"
      />
      {left > 0 && (
        <p className="tryit-fine">
          and {left} less likely {left === 1 ? "one" : "ones"}
        </p>
      )}
      {near.map(({ name, nearest, searched }) => (
        <div key={name}>
          <p className="tryit-fine">
            Of {count(searched)} samples that it learned from, the nearest to {name}, by its code
          </p>
          <Nearest nearest={nearest} label={`Nearest to ${name}`} />
        </div>
      ))}
    </div>
  );
}

export const answer: AnswerKind<"probabilities"> = { key: "probabilities", Answer: Probabilities };
