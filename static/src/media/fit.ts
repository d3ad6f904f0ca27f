/** A square in the middle of what is so wide and high: where it begins, and its side. */
export function middleSquare(width: number, height: number): [left: number, top: number, side: number] {
  const side = Math.min(width, height);
  return [(width - side) / 2, (height - side) / 2, side];
}

const sizeOf = (source: CanvasImageSource): [number, number] =>
  source instanceof HTMLVideoElement
    ? [source.videoWidth, source.videoHeight]
    : [Number((source as ImageBitmap).width), Number((source as ImageBitmap).height)];

/** The middle of a picture, cut square and made so many pixels wide; null where there is no picture yet. */
export function fitted(source: CanvasImageSource, side: number): HTMLCanvasElement | null {
  const [width, height] = sizeOf(source);
  if (width === 0 || height === 0) return null;
  const [left, top, from] = middleSquare(width, height);
  return shrunk((context, to) => context.drawImage(source, left, top, from, from, 0, 0, to, to), from, side);
}

type Draw = (context: CanvasRenderingContext2D, side: number) => void;

// By halves, so that every pixel of a large picture counts in a small one.
function shrunk(draw: Draw, from: number, side: number): HTMLCanvasElement {
  let step = side;
  while (step * 2 < from) step *= 2;
  let canvas = square(step, draw);
  while (step > side) {
    step /= 2;
    const before = canvas;
    canvas = square(step, (context, to) => context.drawImage(before, 0, 0, to, to));
  }
  return canvas;
}

function square(side: number, draw: Draw): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser can't draw pictures.");
  context.imageSmoothingQuality = "high";
  draw(context, side);
  return canvas;
}

/** A picture as a network takes it: 0 to 1, colour after colour, row by row. Shape: (1 or 3, side, side). */
export function valuesOf(canvas: HTMLCanvasElement, colours: number): number[] {
  const { width, height } = canvas;
  const data = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
  return planes(data, colours);
}

/** The planes of pixels that hold red, green, blue and opacity; grey as television weighs them. */
export function planes(pixels: ArrayLike<number>, colours: number): number[] {
  const many = pixels.length / 4;
  const at = (place: number) => pixels[place] ?? 0;
  const values = Array.from({ length: colours * many }, (_, i) => {
    const pixel = 4 * (i % many);
    if (colours === 1) return Math.round(0.299 * at(pixel) + 0.587 * at(pixel + 1) + 0.114 * at(pixel + 2));
    return at(pixel + Math.floor(i / many));
  });
  return values.map((value) => Math.round((1e4 * value) / 255) / 1e4);
}

/** A picture as a file. */
export const asPng = (canvas: HTMLCanvasElement) =>
  new Promise<Blob>((resolve, refuse) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : refuse(new Error("The picture could not be kept."))),
      "image/png",
    ),
  );
