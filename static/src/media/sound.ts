/** Zero crossings of the filter on each side. */
const REACH = 12;

/** Sound at another rate, without what that rate can't hold. Units: values a second. */
export function resampled(values: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return values;
  const many = Math.max(1, Math.round((values.length * to) / from));
  const cut = Math.min(1, to / from);
  const reach = REACH / cut;
  return Float32Array.from({ length: many }, (_, place) => {
    const middle = (place * from) / to;
    const [first, last] = [
      Math.max(0, Math.ceil(middle - reach)),
      Math.min(values.length - 1, middle + reach),
    ];
    let sum = 0;
    for (let at = first; at <= last; at++) sum += (values[at] as number) * kernel(at - middle, cut, reach);
    return sum;
  });
}

/** A low-pass: sin(x) / x under a raised cosine. */
function kernel(distance: number, cut: number, reach: number): number {
  const x = Math.PI * distance * cut;
  const window = 0.5 + 0.5 * Math.cos((Math.PI * distance) / reach);
  return cut * window * (x === 0 ? 1 : Math.sin(x) / x);
}

/** Sound, at most so long; what is missing at the end is silence. */
export function ofLength(values: Float32Array, many: number): Float32Array<ArrayBuffer> {
  const all = new Float32Array(many);
  all.set(values.subarray(0, many));
  return all;
}

/** Sound as a WAV file: one channel, 16 bits. */
export function asWav(values: Float32Array, rate: number): Blob {
  const view = new DataView(new ArrayBuffer(44 + 2 * values.length));
  const words = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) view.setUint8(at + i, text.charCodeAt(i));
  };
  words(0, "RIFF");
  view.setUint32(4, 36 + 2 * values.length, true);
  words(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true); // numbers as they are
  view.setUint16(22, 1, true); // one channel
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * rate, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  words(36, "data");
  view.setUint32(40, 2 * values.length, true);
  values.forEach((value, i) => {
    view.setInt16(44 + 2 * i, Math.round(32_767 * Math.max(-1, Math.min(1, value))), true);
  });
  return new Blob([view.buffer], { type: "audio/wav" });
}
