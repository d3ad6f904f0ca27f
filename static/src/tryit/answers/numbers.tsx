import type { NumbersTold } from "../../types/generated";
import type { AnswerKind, AnswerProps } from "../kinds";
import { numberText } from "./parts/numberText";

/** Each number with its name and, where that is known, its place among those that were learned from. */
function Numbers({ name, told: { names, values, ranges, meaning }, right }: AnswerProps<"numbers">) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: many numbers are scrolled through by keys
    <section className="answer-numbers" aria-label={name} tabIndex={0}>
      <table aria-live="polite">
        {right && (
          <thead className="run-unseen">
            <tr>
              <th scope="col">what</th>
              <th scope="col">answer</th>
              <th scope="col">right</th>
            </tr>
          </thead>
        )}
        <tbody>
          {values.map((value, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a number is known by its place
            <tr key={place}>
              <th scope="row">{names[place]}</th>
              <td className={values.length === 1 ? "answer-number" : ""}>{numberText(value)}</td>
              {ranges[place] && (
                <td>
                  <InRange range={ranges[place]} value={value} right={right?.values[place] ?? null} />
                </td>
              )}
              {right && (
                <td className="tryit-fine">right is {numberText(right.values[place] ?? Number.NaN)}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {meaning && <p className="tryit-fine">{meaning}</p>}
    </section>
  );
}

interface InRangeProps {
  range: NumbersTold["ranges"][number];
  value: number;
  right: number | null;
}

/** Where a number lies between nearly the least and nearly the largest that was learned from. */
function InRange({ range: { low, high }, value, right }: InRangeProps) {
  const share = (number: number) => `${Math.max(0, Math.min(1, (number - low) / (high - low || 1))) * 100}%`;
  const beyond = value < low ? "below" : value > high ? "above" : "";
  const words = `98 % of what it learned from lies from ${numberText(low)} to ${numberText(high)}`;
  return (
    <span className="answer-range" title={words}>
      <span>{numberText(low)}</span>
      <span
        className="answer-track"
        role="img"
        aria-label={beyond ? `${words}: this is ${beyond} it` : words}
      >
        {right !== null && <i className="is-right" style={{ left: share(right) }} />}
        <i style={{ left: share(value) }} data-beyond={beyond !== ""} />
      </span>
      <span>{numberText(high)}</span>
      {beyond && <span className="answer-beyond">{beyond} what it learned from</span>}
    </span>
  );
}

export const answer: AnswerKind<"numbers"> = { key: "numbers", Answer: Numbers };
