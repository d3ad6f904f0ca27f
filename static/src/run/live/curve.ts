/** One line of a chart: steps and values in step order, in arrays that grow by doubling. */
export class Curve {
  #steps = new Uint32Array(64);
  #values = new Float32Array(64);
  #length = 0;

  /** A curve from the little-endian columns of a snapshot. */
  static fromColumns(steps: Uint8Array, values: Uint8Array): Curve {
    const curve = new Curve();
    curve.#steps = new Uint32Array(aligned(steps));
    curve.#values = new Float32Array(aligned(values));
    curve.#length = curve.#steps.length;
    return curve;
  }

  get length(): number {
    return this.#length;
  }

  /** Views on what is held, valid until the next change. */
  get steps(): Uint32Array {
    return this.#steps.subarray(0, this.#length);
  }

  get values(): Float32Array {
    return this.#values.subarray(0, this.#length);
  }

  /** The last value, or null while there is none. */
  get last(): number | null {
    return this.#values[this.#length - 1] ?? null;
  }

  /** Adds a little-endian float32 column, one value for each step from `firstStep` on. */
  extend(firstStep: number, column: Uint8Array): void {
    const values = new Float32Array(aligned(column));
    this.#reserve(values.length);
    this.#values.set(values, this.#length);
    for (let i = 0; i < values.length; i++) this.#steps[this.#length + i] = firstStep + i;
    this.#length += values.length;
  }

  append(step: number, value: number): void {
    this.#reserve(1);
    this.#steps[this.#length] = step;
    this.#values[this.#length] = value;
    this.#length += 1;
  }

  /** What lies after `step`, which is no longer here then. */
  splitOff(step: number): Curve {
    const place = this.steps.findIndex((each) => each > step);
    const rest = new Curve();
    if (place < 0) return rest;
    rest.#steps = this.#steps.slice(place, this.#length);
    rest.#values = this.#values.slice(place, this.#length);
    rest.#length = this.#length - place;
    this.#length = place;
    return rest;
  }

  /** Forgets what lies after `step`: a later attempt computes it again. */
  cutAfter(step: number): void {
    while (this.#length > 0 && (this.#steps[this.#length - 1] ?? 0) > step) this.#length -= 1;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#steps.length) return;
    const capacity = Math.max(needed, this.#steps.length * 2, 64);
    const steps = new Uint32Array(capacity);
    const values = new Float32Array(capacity);
    steps.set(this.steps);
    values.set(this.values);
    this.#steps = steps;
    this.#values = values;
  }
}

/** A copy that starts at an address that typed arrays accept; columns inside a frame may not. */
function aligned(column: Uint8Array): ArrayBuffer {
  return column.slice().buffer as ArrayBuffer;
}

/** The bytes of a typed array, as a column travels. */
export function columnBytes(values: Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
}
