import { expect, test } from "vitest";
import { coloursOf, NoPicture, photoOfFile, sizeFor } from "./photo";

test("a picture of forty megapixels is made small before it is sent; a small one stays as it is", () => {
  expect(sizeFor(8_000, 5_000)).toEqual([256, 160]);
  expect(sizeFor(20_000, 3)).toEqual([256, 1]);
  expect(sizeFor(28, 28)).toEqual([28, 28]);
});

test("of a pixel its colours are sent, and not how opaque it is", () => {
  expect([...coloursOf(Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 0))]).toEqual([1, 2, 3, 4, 5, 6]);
});

test("a file that is too large is refused in words, and never opened", async () => {
  const file = new File(["x"], "moon.png");
  Object.defineProperty(file, "size", { value: 70_000_000 });
  const refused = photoOfFile(file);
  await expect(refused).rejects.toThrow(NoPicture);
  await expect(refused).rejects.toThrow("moon.png has 70 MB; at most 60 are opened. Make it smaller first.");
});
