import { expect, test } from "vitest";
import { playable, waveOf } from "../../../media/waves";
import { mostProbable } from "./mostProbable";
import { numberText } from "./numberText";
import { arrowsOf, pathOf, percentOf, placeOf } from "./plane";
import { agreement, commonScale, inScale, pictureOf, regionsOf, valuesOf } from "./shades";

test("a few classes keep their order, and of many the most probable come first", () => {
  expect(mostProbable([0.1, 0.7, 0.2])).toEqual([0, 1, 2]);
  const many = Array.from({ length: 26 }, (_, place) => (place === 20 ? 0.5 : 0.02));
  expect(mostProbable(many)).toEqual([20, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
});

test("a number has five digits, and none too many zeros", () => {
  expect([3, 0.123456789, 1234567, 0.000012345, 0].map(numberText)).toEqual(
    ["3", "0.12346", "1,234,600", "0.00001234", "0"].map((text, i) =>
      i === 3 ? (0.000012345).toPrecision(4) : text,
    ),
  );
});

test("a place of the plane lies where its share of the box says, from the top", () => {
  expect(percentOf([0, 0], [-1, 1, -1, 3])).toEqual([50, 75]);
  expect(placeOf([50, 75], [-1, 1, -1, 3])).toEqual([0, 0]);
  expect(pathOf([-1, -1, 1, 3], [-1, 1, -1, 3])).toBe("M0.00,100.00L100.00,0.00");
});

test("an arrow keeps its direction where it is cut short", () => {
  expect(arrowsOf([0, 0], [1, 0], [0, 1, 0, 1], 10)).toEqual([{ x: 0, y: 100, toX: 10, toY: 100 }]);
});

test("three channels are mixed, and one picture is taken out of a stack", () => {
  const table = Uint32Array.from({ length: 256 }, (_, i) => i);
  const grey = { shape: [2, 1, 1, 2], low: 0, high: 1, data: btoa("\x01\x02\x03\x04") };
  expect([...pictureOf(grey, table, 1)]).toEqual([3, 4]);
  const coloured = { shape: [3, 1, 1], low: 0, high: 1, data: btoa("\x01\x02\x03") };
  expect(pictureOf(coloured, table)[0]?.toString(16)).toBe("ff030201");
});

test("what is seen side by side has one scale, with nothing in its middle where there are values on both sides", () => {
  const one = { shape: [1], low: -1, high: 2, data: "" };
  const other = { shape: [1], low: 0, high: 4, data: "" };
  expect(commonScale([one, null, other])).toEqual([-1, 4]);
  expect(commonScale([one, other], true)).toEqual([-4, 4]);
  expect([...inScale(one, [-4, 4])].filter((_, byte) => byte % 85 === 0)).toEqual([96, 128, 159, 191]);
});

test("what is less sure is more see-through, and no class is no colour", () => {
  const drawn = regionsOf(Uint8Array.of(0, 255, 0), () => "#010203", 0.5, Uint8Array.of(255, 255, 0));
  expect([...drawn].map((pixel) => pixel.toString(16))).toEqual(["80030201", "0", "30201"]);
});

test("places count as right only where something is right", () => {
  expect(agreement(Uint8Array.of(1, 2, 3), Uint8Array.of(1, 0, 255))).toBe(0.5);
  expect(agreement(Uint8Array.of(1), Uint8Array.of(255))).toBeNull();
});

test("a column of floats comes back as it was", () => {
  const bytes = new Uint8Array(Float32Array.of(1.5, -2).buffer);
  expect([...valuesOf({ shape: [2], data: btoa(String.fromCharCode(...bytes)) })]).toEqual([1.5, -2]);
});

test("a slow sound is played at a rate that browsers know, and keeps its length and values", () => {
  const { wave, rate } = playable(Float32Array.of(0, 1), 4000);
  expect(rate).toBe(8000);
  expect([...wave]).toEqual([0, 0.5, 1, 1]);
  expect(playable(Float32Array.of(0, 1), 44_100).rate).toBe(44_100);
});

test("a long wave keeps its extremes", () => {
  const values = new Float32Array(4_000);
  values[1234] = 1;
  expect(waveOf(values, -1, 1)).toContain(",0.00");
  expect(waveOf([0, 1], 0, 1)).toBe("M0.00,100.00L100.00,0.00");
});
