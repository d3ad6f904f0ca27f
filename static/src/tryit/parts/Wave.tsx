import { useMemo } from "react";

const WIDE = 220;
const HIGH = 60;

/** The swings of a sound: for each piece of it the lowest and the highest. */
export function swings(values: Float32Array, many: number): { low: number; high: number }[] {
  const wide = Math.max(1, Math.ceil(values.length / many));
  return Array.from({ length: Math.ceil(values.length / wide) }, (_, at) => {
    const piece = values.subarray(at * wide, (at + 1) * wide);
    return { low: Math.min(...piece), high: Math.max(...piece) };
  });
}

/** A sound as its wave. */
export function Wave({ values, label }: { values: Float32Array; label: string }) {
  const path = useMemo(() => {
    const pieces = swings(values, WIDE);
    const far = pieces.reduce((most, { low, high }) => Math.max(most, -low, high), 1e-9);
    const y = (value: number) => (((1 - value / far) * HIGH) / 2).toFixed(1);
    const x = (at: number) => ((at / Math.max(1, pieces.length - 1)) * WIDE).toFixed(1);
    return pieces.map(({ low, high }, at) => `M${x(at)} ${y(low)}V${y(high)}`).join("");
  }, [values]);
  return (
    <svg
      className="tryit-wave"
      viewBox={`0 0 ${WIDE} ${HIGH}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={path} />
    </svg>
  );
}
