import { useIsDark } from "../../charts/theme";
import { classColour } from "./colours";

const MOST = 12;

/** Which colour is which class. */
export function ClassLegend({ classes }: { classes: string[] }) {
  const isDark = useIsDark();
  if (classes.length === 0) return null;
  return (
    <ul className="class-legend" aria-label="Classes">
      {classes.slice(0, MOST).map((name, number) => (
        <li key={name}>
          <span className="swatch" style={{ background: classColour(number, isDark) }} />
          {name}
        </li>
      ))}
      {classes.length > MOST && <li>and {classes.length - MOST} more</li>}
    </ul>
  );
}
