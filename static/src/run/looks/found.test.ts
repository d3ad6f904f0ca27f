import { expect, test } from "vitest";
import { load } from "./found";
import type { Key } from "./looks";
import type { PictureKind } from "./registry";

test("each picture's file is named for its probe", () => {
  const files = import.meta.glob<PictureKind>("../pictures/*.tsx", { eager: true, import: "picture" });
  const named = Object.entries(files).map(([path, { key }]) => [path, `../pictures/${key}.tsx`]);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(([path, name]) => path !== name)).toEqual([]);
});

test("a picture is fetched by the key of its probe, and nothing for a key that has none", async () => {
  expect((await load("dead-units"))?.key).toBe("dead-units");
  expect(await load("nobody" as Key)).toBeNull();
});
