import type { Bar } from "../../types/generated";
import { count } from "../words";

const WIDTH = 120;
const HEIGHT = 34;

/** How often what is in a column, as bars side by side. */
export function Bars({ name, bars }: { name: string; bars: readonly Bar[] }) {
  if (bars.length === 0) return null;
  const most = Math.max(1, ...bars.map((bar) => bar.count));
  const wide = WIDTH / bars.length;
  const words = bars.map((bar) => `${bar.label}: ${count(bar.count)}`).join(", ");
  return (
    <svg className="own-bars" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${name}: ${words}`}>
      {bars.map((bar, place) => {
        const height = Math.max(bar.count > 0 ? 1.5 : 0, (HEIGHT * bar.count) / most);
        return (
          <rect
            key={bar.label}
            x={place * wide}
            y={HEIGHT - height}
            width={Math.max(1, wide - 1.5)}
            height={height}
          >
            <title>
              {bar.label}: {count(bar.count)}
            </title>
          </rect>
        );
      })}
    </svg>
  );
}
