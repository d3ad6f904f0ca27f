import type { Shades } from "../../../types/generated";
import { fan, MOST_STRANDS, strongest } from "./strands";

const BOX = { width: 48, height: 52 };
const THICKEST_PX = 3.5;

/** The weights between two layers: a line from each input, in their order from the top, to each unit. */
export function Strands({ weights, label }: { weights: Shades; label: string }) {
  const [units = 0, inputs = 0] = weights.shape;
  const reach = Math.max(weights.high, 1e-12);
  return (
    <svg className="strands" viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" aria-label={label}>
      {strongest(weights, MOST_STRANDS)
        .reverse()
        .map(({ from, to, weight }) => (
          <path
            key={`${from} ${to}`}
            d={fan(from, inputs, to, units, BOX)}
            data-sign={weight < 0 ? "less" : "more"}
            strokeWidth={Math.max(0.4, (THICKEST_PX * Math.abs(weight)) / reach)}
          />
        ))}
    </svg>
  );
}
