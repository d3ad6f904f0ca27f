import { useEffect, useRef } from "react";
import { useIsDark } from "../run/charts/theme";
import { useLiveView } from "../run/live/live";
import { count, metricText, nameOf } from "../run/live/sentences";
import { type ColourTable, tableOf } from "../run/looks/parts/colours";
import type { Answer, Prediction } from "./predict";

/** What the network answers, and what it was given. */
export function Answers({ prediction }: { prediction: Prediction }) {
  const run = useLiveView(({ runs, runId }) => runs?.find(({ id }) => id === runId));
  return (
    <div className="tryit-answers">
      {Object.entries(prediction.outputs).map(([name, answer]) => (
        <Outcome key={name} name={name} answer={answer} />
      ))}
      {prediction.text ? (
        <p className="tryit-written" aria-live="polite">
          … {prediction.text}
        </p>
      ) : (
        <Seen {...prediction.input} />
      )}
      <p className="tryit-fine">
        Answered by {run ? `the network of ${nameOf(run)}` : "the network"} as it was after step{" "}
        {count(prediction.step)}.
      </p>
    </div>
  );
}

const PLAIN = new Intl.NumberFormat("en", { maximumSignificantDigits: 5, useGrouping: "min2" });

/** A number in five digits: written out, unless that were mostly zeros. */
function numberText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e9 || size < 1e-4) ? value.toPrecision(4) : PLAIN.format(value);
}

function Outcome({ name, answer }: { name: string; answer: Answer }) {
  const { probabilities } = answer;
  if (!probabilities)
    return (
      <p>
        {name}: {answer.values.map(numberText).join(", ")}
      </p>
    );
  const classes = answer.classes ?? probabilities.map((_, i) => String(i));
  const winner = probabilities.indexOf(Math.max(...probabilities));
  return (
    <div className="tryit-outcome">
      <p className="tryit-winner" aria-live="polite">
        It reads <strong>{classes[winner]}</strong>
        <span> {metricText(probabilities[winner] ?? 0, true)}</span>
      </p>
      <ol className="tryit-bars" aria-label="How likely each class is">
        {probabilities.map((probability, i) => (
          <li key={classes[i]} data-winner={i === winner}>
            <span className="tryit-class">{classes[i]}</span>
            <span className="tryit-bar">
              <span style={{ transform: `scaleX(${probability})` }} />
            </span>
            <span className="tryit-share">{metricText(probability, true)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

const byteOf = (value: number) => Math.round(Math.max(0, Math.min(1, value)) * 255);

function shadesOf(values: readonly number[], table: ColourTable): Uint32Array<ArrayBuffer> {
  return Uint32Array.from(values, (value) => table[byteOf(value)] ?? 0);
}

/** Red, green and blue lie one after the other. */
function colouredOf(values: readonly number[]): Uint32Array<ArrayBuffer> {
  const area = values.length / 3;
  const at = (place: number) => byteOf(values[place] ?? 0);
  return Uint32Array.from(
    { length: area },
    (_, i) => ((255 << 24) | (at(2 * area + i) << 16) | (at(area + i) << 8) | at(i)) >>> 0,
  );
}

/** The picture that the network was given, pixel by pixel. */
function Seen({ shape, values, is_photo: isPhoto }: Prediction["input"]) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useIsDark();
  const [height, width] = shape.slice(-2) as [number, number];
  const isPicture = shape.length >= 3;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const pixels =
      shape.at(-3) === 3
        ? colouredOf(values)
        : shadesOf(values.slice(0, width * height), tableOf(isPhoto ? "light" : "value", isDark));
    context.putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), width, height), 0, 0);
  }, [values, shape, width, height, isDark, isPhoto]);
  if (!isPicture) return null;
  return (
    <figure className="tryit-seen">
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={`${width} by ${height} pixels`}
      />
      <figcaption className="tryit-fine">
        What the network sees: {width} × {height} pixels
      </figcaption>
    </figure>
  );
}
