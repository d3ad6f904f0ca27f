import type { AnswerKind, AnswerProps } from "../kinds";

const PLAIN = new Intl.NumberFormat("en", { maximumSignificantDigits: 5, useGrouping: "min2" });
const MOST = 64;

/** A number in five digits: written out, unless that were mostly zeros. */
function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e9 || size < 1e-4) ? value.toPrecision(4) : PLAIN.format(value);
}

function Numbers({ name, told: { values, names }, right }: AnswerProps<"numbers">) {
  const shown = values.slice(0, MOST);
  if (values.length === 1)
    return (
      <p aria-live="polite">
        {names[0] ?? name}: {numberText(values[0] ?? Number.NaN)}
        {right && <span className="tryit-fine"> · right is {numberText(right.values[0] ?? Number.NaN)}</span>}
      </p>
    );
  return (
    <div>
      <p>{name}</p>
      <ol className="tryit-numbers-told">
        {shown.map((value, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value is known by its place
          <li key={place}>
            {names[place] && <span>{names[place]}</span>} {numberText(value)}
          </li>
        ))}
        {values.length > MOST && <li>and {values.length - MOST} more</li>}
      </ol>
    </div>
  );
}

export const answer: AnswerKind<"numbers"> = { key: "numbers", Answer: Numbers };
