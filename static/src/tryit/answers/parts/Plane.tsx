import { type ReactNode, useMemo } from "react";
import { type DotSet, Dots } from "../../../run/looks/parts/Dots";
import type { Lines } from "../../../types/generated";
import { numberText } from "./numberText";
import type { Box } from "./plane";
import { valuesOf } from "./shades";

interface PlaneProps {
  box: Box;
  x: string;
  y: string;
  /** Real points, seen faintly. */
  points: Lines;
  /** Points that were made. */
  made?: Lines;
  label: string;
  /** What lies below the points. */
  below?: ReactNode;
  /** Marks over them, in an svg of 100 by 100. */
  children?: ReactNode;
}

/** The plane in which data lie, with marks on it. */
export function Plane({ box, x, y, points, made, label, below, children }: PlaneProps) {
  const sets = useMemo(() => {
    const found: DotSet[] = [{ points: valuesOf(points), colour: "--fg-3", radius: 4, opacity: 0.5 }];
    if (made) found.push({ points: valuesOf(made), colour: "--accent", radius: 4, opacity: 0.6 });
    return found;
  }, [points, made]);
  const [left, right, bottom, top] = box;
  return (
    <div className="answer-plane">
      {below}
      <Dots sets={sets} box={box} label={label} />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {children}
      </svg>
      <span className="axis-x">
        {x}: {numberText(left)} to {numberText(right)}
      </span>
      <span className="axis-y">
        {y}: {numberText(bottom)} to {numberText(top)}
      </span>
    </div>
  );
}

/** A round mark, however the svg is stretched. */
export function Mark({
  at: [x, y],
  kind,
}: {
  at: readonly [number, number];
  kind: "said" | "given" | "right";
}) {
  return (
    <path className={`answer-mark is-${kind}`} d={`M${x},${y}h0.01`} vectorEffect="non-scaling-stroke" />
  );
}
