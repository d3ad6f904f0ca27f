import { useEffect, useRef } from "react";
import { layOutAtlas, mapsShape, paintAtlas } from "./atlas";
import { layOutBars } from "./bars";
import { colourTable } from "./colours";
import type { Activation } from "./frames";
import { useIsDark } from "./theme";

interface PictureProps {
  activation: Activation;
  /** Size of the box in CSS pixels; the picture fills it as far as its shape allows. */
  width: number;
  height: number;
  mostMaps?: number;
  /** A bar to point out. */
  marked?: number | null;
}

/** One node's activation: feature maps side by side, or a vector as bars. */
export function ActivationPicture({ activation, width, height, mostMaps, marked = null }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useIsDark();
  useEffect(() => {
    if (!canvas.current) return;
    const maps = mapsShape(activation.shape);
    if (maps) drawMaps(canvas.current, maps, activation.data, { aspect: width / height, isDark, mostMaps });
    else drawBars(canvas.current, activation, { width, height }, isDark, marked);
  }, [activation, width, height, isDark, mostMaps, marked]);
  return (
    <canvas
      ref={canvas}
      className="activation-picture"
      style={{ width, height }}
      role="img"
      aria-label={activationWords(activation)}
    />
  );
}

/** The activation for who does not see it. */
export function activationWords({ node, shape, channels, low, high, step }: Activation): string {
  const maps = mapsShape(shape);
  const what = maps ? `${channels} feature maps of ${maps[1]} by ${maps[2]}` : `${channels} values`;
  return `${node} after step ${step}: ${what}, from ${low.toPrecision(3)} to ${high.toPrecision(3)}`;
}

function drawMaps(
  canvas: HTMLCanvasElement,
  maps: [number, number, number],
  data: Uint8Array,
  { aspect, isDark, mostMaps }: { aspect: number; isDark: boolean; mostMaps: number | undefined },
): void {
  const atlas = layOutAtlas(maps, aspect, mostMaps);
  const pixels = paintAtlas(atlas, data, colourTable(isDark));
  canvas.width = atlas.width;
  canvas.height = atlas.height;
  const image = new ImageData(new Uint8ClampedArray(pixels.buffer), atlas.width, atlas.height);
  canvas.getContext("2d")?.putImageData(image, 0, 0);
}

function drawBars(
  canvas: HTMLCanvasElement,
  { data, low, high }: Activation,
  box: { width: number; height: number },
  isDark: boolean,
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
    context.fillStyle =
      style.getPropertyValue(i === marked ? "--warn" : "--accent") || (isDark ? "#6aa6ff" : "#1f6feb");
    context.fillRect(i * slot, Math.min(top, canvas.height - scale), Math.max(slot - gap, 0.5), height);
  }
  context.fillStyle = style.getPropertyValue("--line-strong") || "#39435a";
  context.fillRect(0, Math.min(zero * canvas.height, canvas.height - scale), canvas.width, scale);
}
