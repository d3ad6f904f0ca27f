import { expect, test } from "vitest";
import { asWav, ofLength, resampled } from "./sound";

const tone = (hertz: number, rate: number, many = rate) =>
  Float32Array.from({ length: many }, (_, at) => Math.sin((2 * Math.PI * hertz * at) / rate));
const peakOf = (values: Float32Array) =>
  values.subarray(200, -200).reduce((most, each) => Math.max(most, each), 0);

test("a tone stays the same tone at another rate", () => {
  const heard = resampled(tone(440, 48_000), 48_000, 16_000);
  expect(heard.length).toBe(16_000);
  const meant = tone(440, 16_000);
  for (let at = 200; at < 15_800; at += 37) expect(heard[at]).toBeCloseTo(meant[at] ?? 0, 2);
});

test("a tone that the new rate can't hold is silence, and does not come back as another one", () => {
  expect(peakOf(resampled(tone(7_000, 48_000), 48_000, 4_000))).toBeLessThan(0.01);
  expect(peakOf(resampled(tone(500, 48_000), 48_000, 4_000))).toBeGreaterThan(0.95);
});

test("a short sound ends in silence, a long one is cut", () => {
  expect([...ofLength(Float32Array.of(1, 2), 4)]).toEqual([1, 2, 0, 0]);
  expect([...ofLength(Float32Array.of(1, 2, 3), 2)]).toEqual([1, 2]);
});

test("a sound becomes a WAV file of one channel and 16 bits", async () => {
  const view = new DataView(await asWav(Float32Array.of(0, 1, -1, 2), 16_000).arrayBuffer());
  const words = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
  expect([words(0), words(8), words(12), words(36)]).toEqual(["RIFF", "WAVE", "fmt ", "data"]);
  expect(view.getUint32(4, true)).toBe(view.byteLength - 8);
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([
    1, 16_000, 16,
  ]);
  expect([0, 1, 2, 3].map((i) => view.getInt16(44 + 2 * i, true))).toEqual([0, 32_767, -32_767, 32_767]);
});
