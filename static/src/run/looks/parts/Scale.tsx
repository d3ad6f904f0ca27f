import { useIsDark } from "../../charts/theme";
import { gradientOf, type Palette } from "./colours";

/** What the colours of a picture mean, from low to high. */
export function Scale({ low, high, palette }: { low: number; high: number; palette: Palette }) {
  const isDark = useIsDark();
  return (
    <div className="scale">
      <span>{low.toPrecision(3)}</span>
      <span className="scale-colours" style={{ background: gradientOf(palette, isDark) }} />
      <span>{high.toPrecision(3)}</span>
    </div>
  );
}
