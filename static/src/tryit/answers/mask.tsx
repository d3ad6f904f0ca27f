import { useMemo, useState } from "react";
import { useIsDark } from "../../run/charts/theme";
import { metricText } from "../../run/live/sentences";
import { classColour } from "../../run/looks/parts/colours";
import { Raster } from "../../run/looks/parts/Raster";
import type { MaskTold } from "../../types/generated";
import { fromBase64 } from "../bytes";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Opacity, Over, Titled } from "./parts/Layers";
import { agreement, regionsOf } from "./parts/shades";

/** Each pixel in the colour of what it belongs to, over the picture. */
function Mask({ name, told, right, asks, given }: AnswerProps<"mask">) {
  const [opacity, setOpacity] = useState(0.65);
  const [isBySureness, setBySureness] = useState(false);
  const isDark = useIsDark();
  const said = useMemo(() => fromBase64(told.data), [told.data]);
  const shares = useMemo(
    () => told.classes.map((_, number) => said.filter((each) => each === number).length / (said.length || 1)),
    [said, told.classes],
  );
  const same = useMemo(() => (right ? agreement(said, fromBase64(right.data)) : null), [said, right]);
  const shown = { over: told.over, asks, given, height: told.height, width: told.width };
  return (
    <div className="answer-figures">
      <Titled title={name}>
        <Over {...shown} label={`${name}: what each pixel belongs to`}>
          <Regions told={told} opacity={opacity} isBySureness={isBySureness} />
        </Over>
      </Titled>
      {right && (
        <Titled
          title={
            same === null ? "what would be right" : `what would be right: ${metricText(same, true)} agree`
          }
        >
          <Over {...shown} label="What would be right">
            <Regions told={right} opacity={opacity} isBySureness={false} />
          </Over>
        </Titled>
      )}
      <div className="answer-side">
        <ul className="class-legend answer-legend" aria-label="Classes">
          {told.classes.map((each, number) => (
            <li key={each} data-absent={!shares[number]}>
              <span className="swatch" style={{ background: classColour(number, isDark) }} />
              {each} <span className="tryit-fine">{metricText(shares[number] ?? 0, true)}</span>
            </li>
          ))}
        </ul>
        <Opacity value={opacity} onChange={setOpacity} />
        <label className="tryit-fine">
          <input
            type="checkbox"
            checked={isBySureness}
            onChange={({ target }) => setBySureness(target.checked)}
          />{" "}
          pale where it is unsure
        </label>
      </div>
    </div>
  );
}

function Regions({
  told,
  opacity,
  isBySureness,
}: {
  told: MaskTold;
  opacity: number;
  isBySureness: boolean;
}) {
  const isDark = useIsDark();
  const pixels = useMemo(
    () =>
      regionsOf(
        fromBase64(told.data),
        (number) => classColour(number, isDark),
        opacity,
        isBySureness ? fromBase64(told.sure) : undefined,
      ),
    [told, opacity, isBySureness, isDark],
  );
  return <Raster width={told.width} height={told.height} pixels={pixels} />;
}

export const answer: AnswerKind<"mask"> = { key: "mask", Answer: Mask };
