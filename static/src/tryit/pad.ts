/** Pixels along one side of the pad; data sets shrink it to what they hold. */
export const PAD_SIZE = 64;
/** Cells along one side that the arrow keys walk over. */
export const PAD_CELLS = 16;

/** Thick enough to survive the shrinking to 8 x 8, as the scanned pens were. */
const BRUSH_RADIUS = 3.4;
const SOFT_EDGE = 1.4;

export interface Point {
  x: number;
  y: number;
}

/** A square of grey values from 0 (paper) to 255 (ink), drawn with a round, soft brush. */
export class Pad {
  readonly ink = new Uint8Array(PAD_SIZE * PAD_SIZE);

  get isEmpty(): boolean {
    return this.ink.every((value) => value === 0);
  }

  clear(): void {
    this.ink.fill(0);
  }

  /** Draws a straight stroke between two points in pad pixels. */
  stroke(from: Point, to: Point): void {
    const reach = BRUSH_RADIUS + SOFT_EDGE;
    const [left, right] = rangeOf(from.x, to.x, reach);
    const [top, bottom] = rangeOf(from.y, to.y, reach);
    for (let y = top; y <= bottom; y++)
      for (let x = left; x <= right; x++) {
        const distance = distanceToSegment({ x: x + 0.5, y: y + 0.5 }, from, to);
        const ink = Math.round(255 * Math.max(0, Math.min(1, (reach - distance) / SOFT_EDGE)));
        const at = y * PAD_SIZE + x;
        this.ink[at] = Math.max(this.ink[at] ?? 0, ink);
      }
  }

  /** As pictures of digits are: ink is white, paper is black. */
  picture(): HTMLCanvasElement {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = PAD_SIZE;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("This browser can't draw pictures.");
    const image = context.createImageData(PAD_SIZE, PAD_SIZE);
    this.ink.forEach((value, i) => {
      image.data.fill(value, 4 * i, 4 * i + 3);
      image.data[4 * i + 3] = 255;
    });
    context.putImageData(image, 0, 0);
    return canvas;
  }

  /** The grey values as base64, row by row from the top left. */
  toBase64(): string {
    return btoa(String.fromCharCode(...this.ink));
  }
}

function rangeOf(a: number, b: number, reach: number): [number, number] {
  return [
    Math.max(0, Math.floor(Math.min(a, b) - reach)),
    Math.min(PAD_SIZE - 1, Math.ceil(Math.max(a, b) + reach)),
  ];
}

/** How far a point is from the nearest point of a segment. */
export function distanceToSegment(point: Point, from: Point, to: Point): number {
  const along = { x: to.x - from.x, y: to.y - from.y };
  const length2 = along.x ** 2 + along.y ** 2;
  const part = length2 === 0 ? 0 : ((point.x - from.x) * along.x + (point.y - from.y) * along.y) / length2;
  const t = Math.max(0, Math.min(1, part));
  return Math.hypot(point.x - from.x - t * along.x, point.y - from.y - t * along.y);
}

/** Where a pointer is, in pad pixels, given where the pad lies on the page. */
export function padPoint(
  pointer: { clientX: number; clientY: number },
  box: { left: number; top: number; width: number; height: number },
): Point {
  return {
    x: ((pointer.clientX - box.left) / box.width) * PAD_SIZE,
    y: ((pointer.clientY - box.top) / box.height) * PAD_SIZE,
  };
}

/** A cell of the keyboard's grid, kept on the pad. */
export function moveCell(cell: Point, key: string): Point {
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key] ?? [
    0, 0,
  ];
  const kept = (value: number) => Math.max(0, Math.min(PAD_CELLS - 1, value));
  return { x: kept(cell.x + (dx as number)), y: kept(cell.y + (dy as number)) };
}

/** The middle of a cell, in pad pixels. */
export function cellCentre(cell: Point): Point {
  const size = PAD_SIZE / PAD_CELLS;
  return { x: (cell.x + 0.5) * size, y: (cell.y + 0.5) * size };
}
