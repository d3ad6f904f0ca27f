import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { useIsDark } from "../../run/charts/theme";
import { classColour } from "../../run/looks/parts/colours";
import type { AskedOf, FieldKind, FieldProps } from "../kinds";
import { lined, placeIn, rangeOf } from "../parts/curve";

const WIDE = 300;
const HIGH = 150;
/** How far an arrow key goes, as a part of the range. */
const STEP = 0.04;

interface Point {
  step: number;
  value: number;
}

/** A curve for each channel, drawn with the hand. */
function Series({ asked, given, onGive }: FieldProps<"series">) {
  const { steps, channels, time_axis, low, high } = asked;
  const isDark = useIsDark();
  const [channel, setChannel] = useState(0);
  const [chosen, setChosen] = useState<number | null>(null);
  const last = useRef<Point | null>(null);
  const values = given ?? zeros(asked);
  const [bottom, top] = rangeOf(low, high, values);
  const placeOf = placeIn(time_axis, steps, channels.length);
  const at = (which: number, step: number) => values[placeOf(which, step)] ?? 0;
  const set = (points: readonly Point[]) => {
    const next = [...values];
    for (const { step, value } of points) next[placeOf(channel, step)] = Number(value.toPrecision(5));
    onGive(next);
  };
  const x = (step: number) => (steps > 1 ? (step / (steps - 1)) * WIDE : WIDE / 2);
  const y = (value: number) => (1 - (value - bottom) / (top - bottom)) * HIGH;
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const isFirst = event.type === "pointerdown";
    if (isFirst) event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const part = (place: number) => Math.max(0, Math.min(1, place));
    const here = {
      step: Math.round(part((event.clientX - box.left) / box.width) * (steps - 1)),
      value: top - part((event.clientY - box.top) / box.height) * (top - bottom),
    };
    set(isFirst || !last.current ? [here] : lined(last.current, here));
    last.current = here;
  };
  const onKey = (event: KeyboardEvent) => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const here = chosen ?? 0;
    if (event.key === "ArrowLeft") setChosen(Math.max(0, here - 1));
    if (event.key === "ArrowRight") setChosen(Math.min(steps - 1, here + 1));
    const up = { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (up === undefined) return;
    setChosen(here);
    set([{ step: here, value: at(channel, here) + up * (top - bottom) }]);
  };
  const lines = channels.map((_, which) =>
    Array.from({ length: steps }, (_, step) => `${x(step).toFixed(1)},${y(at(which, step)).toFixed(1)}`).join(
      " ",
    ),
  );
  return (
    <div className="tryit-pad">
      <div
        className="tryit-curve"
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys draw here
        tabIndex={0}
        aria-label={`${asked.name}: a curve of ${steps} steps. Left and right choose a step, up and down change it.`}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKey}
        onBlur={() => setChosen(null)}
      >
        <svg viewBox={`0 0 ${WIDE} ${HIGH}`} preserveAspectRatio="none" aria-hidden>
          <line className="tryit-zero" x1={0} x2={WIDE} y1={y(0)} y2={y(0)} />
          {lines.map((points, which) => (
            <polyline
              key={channels[which]}
              points={points}
              stroke={classColour(which, isDark)}
              opacity={which === channel ? 1 : 0.45}
            />
          ))}
          {chosen !== null && <circle cx={x(chosen)} cy={y(at(channel, chosen))} r={4} />}
        </svg>
        <span className="tryit-axis" data-at="top">
          {top.toPrecision(3)}
        </span>
        <span className="tryit-axis" data-at="bottom">
          {bottom.toPrecision(3)}
        </span>
        <span className="cell-words" aria-live="polite">
          {chosen !== null && `Step ${chosen + 1}: ${at(channel, chosen).toPrecision(3)}`}
        </span>
      </div>
      {channels.length > 1 && (
        <select
          className="field tryit-channel"
          aria-label="Which curve is drawn"
          value={channel}
          onChange={({ target }) => setChannel(Number(target.value))}
        >
          {channels.map((name, which) => (
            <option key={name} value={which}>
              {name}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

const zeros = ({ steps, channels, low, high }: AskedOf<"series">) =>
  new Array<number>(steps * channels.length).fill(low > 0 || high < 0 ? (low + high) / 2 : 0);

export const field: FieldKind<"series"> = {
  key: "series",
  Field: Series,
  start: zeros,
  beginsWithSample: true,
  call: "Draw a curve, and the network answers.",
};
