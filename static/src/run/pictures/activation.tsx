import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from "react";
import type { Activation, Shades } from "../../types/generated";
import { useIsDark } from "../charts/theme";
import { count } from "../live/sentences";
import { mapsShape } from "../looks/parts/atlas";
import { byteValue, layOutBars } from "../looks/parts/bars";
import { Maps } from "../looks/parts/Maps";
import { Scale } from "../looks/parts/Scale";
import type { PictureKind } from "../looks/registry";

const WIDTH = 264;
/** Maps shown on a node; the inspector shows all. */
const MAPS_ON_NODE = 32;

export const picture: PictureKind<"activation"> = {
  key: "activation",
  Picture: ({ picture, view }) =>
    picture.words ? (
      <p className="activation-words">{picture.words}</p>
    ) : mapsShape(picture.values.shape) ? (
      <>
        <Maps
          values={picture.values}
          palette="value"
          fill={{ aspect: 1 }}
          label={labelOf(picture, view)}
          style={{ width: WIDTH, height: WIDTH }}
        />
        <Scale low={picture.values.low} high={picture.values.high} palette="value" />
      </>
    ) : (
      <Vector values={picture.values} label={labelOf(picture, view)} />
    ),
  OnNode: ({ picture, view }) => {
    if (picture.words) return <p className="on-node-text">{picture.words}</p>;
    if (picture.values.data.length < 2)
      return (
        <p className="on-node-words">
          <b>{picture.values.low.toPrecision(4)}</b>
        </p>
      );
    const label = labelOf(picture, view);
    return mapsShape(picture.values.shape) ? (
      <Maps
        values={picture.values}
        palette="value"
        fill={{ aspect: 184 / 52 }}
        most={MAPS_ON_NODE}
        label={label}
        style={{ width: 184, height: 52 }}
      />
    ) : (
      <Bars values={picture.values} width={184} height={52} label={label} />
    );
  },
  words: ({ picture }) => shapeWords(picture),
};

/** Bars that tell their value under the pointer, or by arrow keys. */
function Vector({ values, label }: { values: Shades; label: string }) {
  const { data, low, high } = values;
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
        <Bars values={values} width={WIDTH} height={96} label={label} marked={at} />
      </div>
      <p className="run-fine activation-value">{text || `${low.toPrecision(3)} to ${high.toPrecision(3)}`}</p>
    </>
  );
}

interface BarsProps {
  values: Shades;
  /** In CSS pixels. */
  width: number;
  height: number;
  label: string;
  /** A bar to point out. */
  marked?: number | null;
}

function Bars({ values, width, height, label, marked = null }: BarsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useIsDark();
  // biome-ignore lint/correctness/useExhaustiveDependencies: isDark asks for a redraw in the new theme's colours
  useEffect(() => {
    if (canvas.current) drawBars(canvas.current, values, { width, height }, marked);
  }, [values, width, height, isDark, marked]);
  return <canvas ref={canvas} className="raster" style={{ width, height }} role="img" aria-label={label} />;
}

function drawBars(
  canvas: HTMLCanvasElement,
  { data, low, high }: Shades,
  box: { width: number; height: number },
  marked: number | null,
): void {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(box.width * scale);
  canvas.height = Math.round(box.height * scale);
  const context = canvas.getContext("2d");
  if (!context) return;
  const style = getComputedStyle(canvas);
  const { zero, tops, bottoms } = layOutBars(data, low, high);
  const slot = canvas.width / data.length;
  const gap = slot > 4 * scale ? scale : 0;
  for (let i = 0; i < data.length; i++) {
    const top = (tops[i] as number) * canvas.height;
    const height = Math.max(scale, ((bottoms[i] as number) - (tops[i] as number)) * canvas.height);
    context.fillStyle = style.getPropertyValue(i === marked ? "--warn" : "--accent");
    context.fillRect(i * slot, Math.min(top, canvas.height - scale), Math.max(slot - gap, 0.5), height);
  }
  context.fillStyle = style.getPropertyValue("--line-strong");
  context.fillRect(0, Math.min(zero * canvas.height, canvas.height - scale), canvas.width, scale);
}

/** The activation for who does not see it. */
function labelOf({ values, channels }: Activation, view: string): string {
  const maps = mapsShape(values.shape);
  const what = maps ? `${channels} feature maps of ${maps[1]} by ${maps[2]}` : `${channels} values`;
  const node = view.slice(view.lastIndexOf(":") + 1);
  return `${node}: ${what}, from ${values.low.toPrecision(3)} to ${values.high.toPrecision(3)}`;
}

function shapeWords({ values, channels }: Activation): string {
  const maps = mapsShape(values.shape);
  if (!maps) return `${count(channels)} values`;
  const [shown, height, width] = maps;
  const some = values.shape.length === 3 && shown < channels ? `first ${shown} of ` : "";
  if (values.shape.length === 2) return `${height} × ${width} values`;
  return `${some}${count(channels)} ${channels === 1 ? "map" : "maps"} of ${height} × ${width}`;
}
