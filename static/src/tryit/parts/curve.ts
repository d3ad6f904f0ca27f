/** Where the values of a series lie: which value is that of a channel at a step. */
export function placeIn(timeAxis: number, steps: number, channels: number) {
  return timeAxis === 0
    ? (channel: number, step: number) => step * channels + channel
    : (channel: number, step: number) => channel * steps + step;
}

/** What a hand drew from one step to another, as straight lines between. */
export function lined(from: { step: number; value: number }, to: { step: number; value: number }) {
  const many = Math.abs(to.step - from.step);
  return Array.from({ length: many + 1 }, (_, at) => {
    const part = many === 0 ? 1 : at / many;
    return {
      step: from.step + Math.sign(to.step - from.step) * at,
      value: from.value + part * (to.value - from.value),
    };
  });
}

/** The range that a curve is drawn in: that of the data, with some room, and all of what is given. */
export function rangeOf(low: number, high: number, values: readonly number[]): [low: number, high: number] {
  const room = 0.1 * (high - low || 2);
  const lowest = values.reduce((least, value) => Math.min(least, value), low - room);
  const highest = values.reduce((most, value) => Math.max(most, value), high + room);
  return [lowest, highest];
}
