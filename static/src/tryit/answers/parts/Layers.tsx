import { type ReactNode, useMemo } from "react";
import { useIsDark } from "../../../run/charts/theme";
import { tableOf } from "../../../run/looks/parts/colours";
import { Raster } from "../../../run/looks/parts/Raster";
import type { Answered, Asks, Given, Shaded } from "../../../types/generated";
import type { Kind } from "../../kinds";
import { Pixels } from "../../Pixels";
import { pictureOf, sidesOf } from "./shades";

export type Look = "ink" | "light" | "signed" | "value";

interface PictureProps {
  values: Shaded;
  look: Look;
  label: string;
  /** Which of a stack. */
  place?: number;
  /** From the least value to the largest, where others are seen beside; left out, its own. */
  scale?: readonly [number, number];
}

/** One picture of an answer, in the colours of what its values are. */
export function Picture({ values, look, label, place = 0, scale }: PictureProps) {
  const isDark = useIsDark();
  const [low, high] = scale ?? [values.low, values.high];
  const pixels = useMemo(
    () => pictureOf(values, tableOf(look, isDark), place, [low, high]),
    [values, look, isDark, place, low, high],
  );
  const { height, width } = sidesOf(values.shape);
  return <Raster width={width} height={height} pixels={pixels} label={label} />;
}

interface OverProps {
  /** The given field that has the picture below; empty where there is none. */
  over: string;
  asks: Asks;
  given: Answered["given"];
  height: number;
  width: number;
  label: string;
  children: ReactNode;
}

/** An answer on the picture that was given. */
export function Over({ over, asks, given, height, width, label, children }: OverProps) {
  const asked = asks.fields.find(({ name }) => name === over);
  const below = given[over] as Given[Kind] | undefined;
  const isPicture = asked?.kind === "picture" && typeof below === "object" && "pixels" in below;
  return (
    <div className="answer-layers" style={{ aspectRatio: width / height }} role="img" aria-label={label}>
      {isPicture && <Pixels pixels={below.pixels} shape={asked.shape} isInk={asked.is_ink} label="" />}
      {children}
    </div>
  );
}

/** A picture with what it is below. */
export function Titled({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <figure className="answer-figure">
      {children}
      <figcaption>{title}</figcaption>
    </figure>
  );
}

interface OpacityProps {
  value: number;
  onChange: (value: number) => void;
}

/** How much of what lies over a picture is seen. */
export function Opacity({ value, onChange }: OpacityProps) {
  return (
    <label className="tryit-fine">
      Colours
      <input
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        onChange={({ target }) => onChange(Number(target.value))}
      />
    </label>
  );
}
