import { armsOf, colourName, lookOf } from "./arms";
import type { SweepDetail } from "./sweeps";

/** Which colour is which drawing, or which value of what is varied first. */
export function ArmsLegend({ sweep }: { sweep: SweepDetail }) {
  const arms = armsOf(sweep);
  return (
    <ul className="run-legend" aria-label="Arms">
      {arms.map((arm) => {
        const look = lookOf(arm, arms);
        return (
          <li key={arm}>
            <span
              className={`sweep-arm is-${look.dash}`}
              style={{ borderTopColor: `var(${colourName(look)})` }}
            />
            {arm}
          </li>
        );
      })}
    </ul>
  );
}
