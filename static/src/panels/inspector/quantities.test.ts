import { expect, test } from "vitest";
import { inBytes, inWords } from "./quantities";

test.each([
  [0, "0"],
  [9_984, "9,984"],
  [416_520, "417 thousand"],
  [15_470_264_320, "15.5 billion"],
  [175e12, "175 trillion"],
])("%d is said as %s", (count, said) => expect(inWords(count)).toBe(said));

test.each([
  [0, "0 bytes"],
  [9_999, "9,999 bytes"],
  [10_000, "10 kB"],
  [999_999, "1,000 kB"],
  [58_120_000, "58.1 MB"],
  [2_040_000_000, "2.04 GB"],
])("%d bytes are %s", (bytes, said) => expect(inBytes(bytes)).toBe(said));
