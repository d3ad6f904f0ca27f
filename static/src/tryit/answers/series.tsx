import { useIsDark } from "../../run/charts/theme";
import { classColour } from "../../run/looks/parts/colours";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Titled } from "./parts/Layers";
import { numberText } from "./parts/numberText";

/** The series that was given, and how the network goes on. */
function Series({ name, told: { channels, given, next, meaning }, right: whole }: AnswerProps<"series">) {
  const right = whole?.given[0]?.length === given[0]?.length ? whole : null; // else something else goes on
  const isDark = useIsDark();
  const all = [...given, ...next, ...(right?.next ?? [])].flat();
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const steps = given[0]?.length ?? 0;
  const last = steps + (next[0]?.length ?? 0) - 1;
  const point = (value: number, step: number) =>
    `${((100 * step) / Math.max(1, last)).toFixed(2)},${(100 * (1 - (value - low) / (high - low || 1))).toFixed(2)}`;
  const line = (values: readonly number[], from: number) =>
    values.map((value, at) => point(value, from + at)).join(" ");
  const onwards = (channel: number, values: readonly number[]) =>
    line([given[channel]?.at(-1) ?? 0, ...values], steps - 1);
  return (
    <Titled title={meaning || name}>
      <svg
        className="answer-series"
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${name} after what was given`}
      >
        {channels.map((channel, place) => (
          <g key={channel} stroke={classColour(place, isDark)}>
            <polyline
              points={line(given[place] ?? [], 0)}
              vectorEffect="non-scaling-stroke"
              className="is-given"
            />
            {right && (
              <polyline
                points={onwards(place, right.next[place] ?? [])}
                vectorEffect="non-scaling-stroke"
                className="is-right"
              />
            )}
            <polyline points={onwards(place, next[place] ?? [])} vectorEffect="non-scaling-stroke" />
          </g>
        ))}
      </svg>
      <dl className="answer-next" aria-live="polite">
        {channels.map((channel, place) => (
          <div key={channel}>
            <dt>{channel}</dt>
            <dd>
              {next[place]?.length === 1
                ? numberText(next[place][0] ?? Number.NaN)
                : `${next[place]?.length} values`}
            </dd>
            {right && right.next[place]?.length === 1 && (
              <dd className="tryit-fine">right is {numberText(right.next[place][0] ?? Number.NaN)}</dd>
            )}
          </div>
        ))}
        <div className="tryit-fine">
          from {numberText(low)} to {numberText(high)}
        </div>
      </dl>
    </Titled>
  );
}

export const answer: AnswerKind<"series"> = { key: "series", Answer: Series };
