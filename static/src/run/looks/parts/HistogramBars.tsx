import type { Histogram } from "../../../types/generated";

const WIDTH = 264;
const HEIGHT = 44;

/** How values are spread, as bars between their extremes; a line marks zero. */
export function HistogramBars({ histogram, label }: { histogram: Histogram; label: string }) {
  const { counts, low, high } = histogram;
  const highest = Math.max(1, ...counts);
  const wide = WIDTH / counts.length;
  const zero = (-low / (high - low)) * WIDTH;
  return (
    <figure className="histogram">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
        {counts.map((count, bin) => {
          const tall = (count / highest) * HEIGHT;
          // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
          return <rect key={bin} x={bin * wide} y={HEIGHT - tall} width={wide * 0.86} height={tall} />;
        })}
        {zero > 0 && zero < WIDTH && <line x1={zero} x2={zero} y1={0} y2={HEIGHT} />}
      </svg>
      <figcaption>
        <span>{low.toPrecision(3)}</span>
        <span>{high.toPrecision(3)}</span>
      </figcaption>
    </figure>
  );
}
