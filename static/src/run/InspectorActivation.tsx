import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { ActivationPicture } from "./ActivationPicture";
import { useActivation } from "./activations";
import { mapsShape } from "./atlas";
import { byteValue } from "./bars";
import { colourGradient } from "./colours";
import type { Activation } from "./frames";
import { useLiveView } from "./live";
import { count } from "./sentences";
import { useIsDark } from "./theme";

const WIDTH = 264;

/** The chosen node's activation, large, with its shape, its range and the step it was computed at. */
export function InspectorActivation({ node }: { node: string }) {
  const activation = useActivation(node);
  const hasRun = useLiveView((view) => view.runId !== null);
  if (!activation)
    return (
      <p className="run-hint">
        {hasRun
          ? "What this node computes on one sample shows here after the next steps."
          : "Press Train to see what this node computes on one sample."}
      </p>
    );
  return (
    <section className="inspector-activation" aria-label="Activation">
      {mapsShape(activation.shape) ? <Maps activation={activation} /> : <Vector activation={activation} />}
      <p className="run-fine">
        {shapeWords(activation)} · step {count(activation.step)}
      </p>
    </section>
  );
}

function Maps({ activation }: { activation: Activation }) {
  const isDark = useIsDark();
  return (
    <>
      <ActivationPicture activation={activation} width={WIDTH} height={WIDTH} />
      <div className="activation-legend">
        <span>{activation.low.toPrecision(3)}</span>
        <span className="activation-scale" style={{ background: colourGradient(isDark) }} />
        <span>{activation.high.toPrecision(3)}</span>
      </div>
    </>
  );
}

/** Bars that tell their value under the pointer, or by arrow keys. */
function Vector({ activation }: { activation: Activation }) {
  const { data, low, high } = activation;
  const [marked, setMarked] = useState<number | null>(null);
  const last = data.length - 1;
  const point = ({ nativeEvent, currentTarget }: PointerEvent<HTMLElement>) =>
    setMarked(
      Math.max(
        0,
        Math.min(last, Math.floor((nativeEvent.offsetX / currentTarget.clientWidth) * data.length)),
      ),
    );
  const step = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    setMarked(Math.max(0, Math.min(last, (marked ?? -by) + by)));
  };
  const at = marked === null ? null : Math.min(marked, last);
  const text = at === null ? "" : `Value ${at}: ${byteValue(data[at] ?? 0, low, high).toPrecision(4)}`;
  return (
    <>
      <div
        className="activation-bars"
        role="slider"
        tabIndex={0}
        aria-label="Values of this node"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={at ?? 0}
        aria-valuetext={text || "Arrow keys read the values"}
        onPointerMove={point}
        onPointerLeave={() => setMarked(null)}
        onKeyDown={step}
        onBlur={() => setMarked(null)}
      >
        <ActivationPicture activation={activation} width={WIDTH} height={96} marked={at} />
      </div>
      <p className="run-fine activation-value">{text || `${low.toPrecision(3)} to ${high.toPrecision(3)}`}</p>
    </>
  );
}

function shapeWords({ shape, channels }: Activation): string {
  const maps = mapsShape(shape);
  if (!maps) return `${count(channels)} values`;
  const [shown, height, width] = maps;
  const some = shown < channels ? `first ${shown} of ` : "";
  return `${some}${count(channels)} ${channels === 1 ? "map" : "maps"} of ${height} × ${width}`;
}
