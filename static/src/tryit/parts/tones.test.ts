import { expect, test } from "vitest";
import { asLoudAs, PHONE_KEYS, PIANO_KEYS, played, roomFor } from "./tones";

const RATE = 4_000;

/** How much of a pitch a sound holds. */
function strength(sound: Float32Array, pitch: number): number {
  let [across, up] = [0, 0];
  sound.forEach((value, i) => {
    across += value * Math.cos((2 * Math.PI * pitch * i) / RATE);
    up += value * Math.sin((2 * Math.PI * pitch * i) / RATE);
  });
  return Math.hypot(across, up);
}

test("a telephone key sounds with the two tones of its row and its column, and no other", () => {
  const nine = PHONE_KEYS.find(({ name }) => name === "9");
  if (!nine) throw new Error("no key 9");
  expect(nine.pitches).toEqual([852, 1477]);
  const sound = played([nine], 512, RATE);
  for (const pitch of nine.pitches) expect(strength(sound, pitch)).toBeGreaterThan(5 * strength(sound, 697));
});

test("a scale goes from C4 by octaves, and A4 is 440 Hz", () => {
  expect(PIANO_KEYS.find(({ name }) => name === "A4")?.pitches[0]).toBeCloseTo(440);
  expect(PIANO_KEYS[0]?.name).toBe("C4");
  expect(PIANO_KEYS[14]?.pitches[0]).toBeCloseTo(4 * (PIANO_KEYS[0]?.pitches[0] ?? 0));
});

test("as many keys fit one after the other as there is room for, with silence between", () => {
  expect([roomFor(512, RATE), roomFor(4_000, RATE)]).toEqual([1, 8]);
  const sound = played(PHONE_KEYS.slice(0, 3), 4_000, RATE);
  const silent = sound.filter((value) => value === 0).length;
  expect(silent).toBeGreaterThan(4_000 - 3 * 370);
});

test("a sound is made as loud as what was learned from; silence stays silence", () => {
  expect(Math.max(...asLoudAs(Float32Array.of(0.1, -0.2), 3))).toBeCloseTo(1.5);
  expect([...asLoudAs(Float32Array.of(0, 0), 3)]).toEqual([0, 0]);
});
