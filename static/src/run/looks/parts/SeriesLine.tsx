import "./series-line.css";
import type { CSSProperties } from "react";
import type { Shades } from "../../../types/generated";
import { useIsDark } from "../../charts/theme";
import { classColour } from "./colours";

/** A series `[C, T]`, a line for each channel, as high as its values go. */
export function SeriesLine({
  values: { data, shape },
  label,
  style,
}: {
  values: Shades;
  label: string;
  style?: CSSProperties;
}) {
  const isDark = useIsDark();
  const [channels = 0, steps = 0] = shape;
  const pointsOf = (channel: number) =>
    Array.from(
      data.subarray(channel * steps, (channel + 1) * steps),
      (byte, step) => `${step},${255 - byte}`,
    );
  return (
    <svg
      className="series-line"
      viewBox={`0 0 ${Math.max(1, steps - 1)} 255`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
      style={style}
    >
      {Array.from({ length: channels }, (_, channel) => (
        <polyline
          // biome-ignore lint/suspicious/noArrayIndexKey: a channel is its place
          key={channel}
          points={pointsOf(channel).join(" ")}
          vectorEffect="non-scaling-stroke"
          stroke={channels > 1 ? classColour(channel, isDark) : "currentColor"}
        />
      ))}
    </svg>
  );
}
