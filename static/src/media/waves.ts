/** Browsers play nothing slower. */
const SLOWEST = 8_000;

/** A line through values from left to right, in 100 by 100, between `low` and `high`; of many, the extremes of each place. */
export function waveOf(values: ArrayLike<number>, low: number, high: number, places = 400): string {
  const room = high - low || 1;
  const y = (value: number) => (100 * (1 - (value - low) / room)).toFixed(2);
  const many = values.length;
  if (many <= places)
    return Array.from(
      values,
      (value, i) => `${i ? "L" : "M"}${((100 * i) / Math.max(1, many - 1)).toFixed(2)},${y(value)}`,
    ).join("");
  let path = "";
  for (let place = 0; place < places; place++) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = Math.floor((place * many) / places); i < ((place + 1) * many) / places; i++) {
      least = Math.min(least, values[i] as number);
      most = Math.max(most, values[i] as number);
    }
    const x = ((100 * place) / (places - 1)).toFixed(2);
    path += `${place ? "L" : "M"}${x},${y(least)}L${x},${y(most)}`;
  }
  return path;
}

/** A wave at a rate that can be played: so many times as fast, with values on straight lines in between. */
export function playable(
  wave: Float32Array,
  rate: number,
): { wave: Float32Array<ArrayBuffer>; rate: number } {
  const times = Math.max(1, Math.ceil(SLOWEST / rate));
  const made = Float32Array.from({ length: wave.length * times }, (_, i) => {
    const at = Math.floor(i / times);
    const [now, next] = [wave[at] ?? 0, wave[Math.min(at + 1, wave.length - 1)] ?? 0];
    return now + ((i % times) / times) * (next - now);
  });
  return { wave: made, rate: rate * times };
}
