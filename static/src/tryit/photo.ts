import type { Photo } from "../types/generated";
import { toBase64 } from "./bytes";

/** The longest side that is sent; the server makes it as small as the network takes it. */
const LONGEST = 256;
const MOST_BYTES = 60_000_000;
const MOST_PIXELS = 100_000_000;

/** Why a picture is not taken, in words. */
export class NoPicture extends Error {}

/** How large a picture is made before it is sent: never larger than it is. */
export function sizeFor(width: number, height: number): [width: number, height: number] {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Whatever can be drawn, as the server takes it; null where there is no picture yet. */
export function photoOf(source: CanvasImageSource, wide: number, high: number): Photo | null {
  if (wide === 0 || high === 0) return null;
  const [width, height] = sizeFor(wide, high);
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new NoPicture("This browser can't draw pictures.");
  context.fillStyle = "white"; // what is seen through
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return {
    picture: toBase64(coloursOf(context.getImageData(0, 0, width, height).data)),
    width,
    height,
    colours: 3,
    ink: null,
  };
}

/** Red, green and blue of each pixel, without its opacity. */
export function coloursOf(pixels: Uint8ClampedArray): Uint8Array {
  const bytes = new Uint8Array((pixels.length / 4) * 3);
  for (let pixel = 0, at = 0; pixel < pixels.length; pixel += 4) {
    bytes[at++] = pixels[pixel] ?? 0;
    bytes[at++] = pixels[pixel + 1] ?? 0;
    bytes[at++] = pixels[pixel + 2] ?? 0;
  }
  return bytes;
}

/** The picture in a file. Throws `NoPicture`, in words. */
export async function photoOfFile(file: File): Promise<Photo> {
  if (file.size > MOST_BYTES)
    throw new NoPicture(
      `${file.name} has ${Math.round(file.size / 1e6)} MB; at most ${MOST_BYTES / 1e6} are opened. Make it smaller first.`,
    );
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new NoPicture(`${file.name} is no picture that this browser can show. Try a PNG or a JPEG.`);
  }
  try {
    const megapixels = (bitmap.width * bitmap.height) / 1e6;
    if (megapixels > MOST_PIXELS / 1e6)
      throw new NoPicture(
        `${file.name} has ${Math.round(megapixels)} megapixels; at most ${MOST_PIXELS / 1e6} are taken. Make it smaller first.`,
      );
    const photo = photoOf(bitmap, bitmap.width, bitmap.height);
    if (!photo) throw new NoPicture(`${file.name} is empty.`);
    return photo;
  } finally {
    bitmap.close();
  }
}
