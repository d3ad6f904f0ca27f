import { metricText } from "../../run/live/sentences";
import type { AnswerKind, AnswerProps } from "../kinds";

/** How likely each class is. */
function Probabilities({ told: { classes, probabilities }, right }: AnswerProps<"probabilities">) {
  const winner = probabilities.indexOf(Math.max(...probabilities));
  const wanted = right ? right.probabilities.indexOf(1) : -1;
  return (
    <div className="tryit-outcome">
      <p className="tryit-winner" aria-live="polite">
        It reads <strong>{classes[winner]}</strong>
        <span> {metricText(probabilities[winner] ?? 0, true)}</span>
        {wanted >= 0 && <span> · right is {classes[wanted]}</span>}
      </p>
      <ol className="tryit-bars" aria-label="How likely each class is">
        {probabilities.map((probability, i) => (
          <li key={classes[i]} data-winner={i === winner}>
            <span className="tryit-class">{classes[i]}</span>
            <span className="tryit-bar">
              <span style={{ transform: `scaleX(${probability})` }} />
            </span>
            <span className="tryit-share">{metricText(probability, true)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

export const answer: AnswerKind<"probabilities"> = { key: "probabilities", Answer: Probabilities };
