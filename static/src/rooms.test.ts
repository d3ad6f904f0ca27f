import { expect, test } from "vitest";

// The rooms of the house, from the ground up: each may import what stands before it, and nothing behind it. Files
// that lie beside the rooms (`api.ts`) are rooms of their own; a room holds its folders unless they are named here.
const ROOMS = [
  ["types", "config", "line"],
  ["api"],
  ["server", "trouble"],
  ["parts", "media", "play"],
  ["document/params", "document/reading"],
  ["document/graph"],
  ["document/view"],
  ["document/compare", "document/layout", "document/check", "document/room", "document/stages", "theme"],
  ["document/blocks"],
  ["editor"],
  ["open"],
  ["run/live"],
  ["past"],
  ["commands"],
  ["offers"],
  ["run/charts"],
  ["run/controls", "run/looks/parts"],
  ["run/looks"],
  ["run/pictures"],
  ["run"],
  ["share", "sweep", "tryit", "data", "weights"],
  ["own", "stages", "lesson"],
  ["canvas"],
  ["panels/inspector", "panels/palette", "panels/dock", "panels/topbar", "panels/dialogs"],
  ["App", "phone", "gallery"],
  ["main"],
  ["shared"],
];
const FLOORS = new Map(ROOMS.flatMap((rooms, floor) => rooms.map((room) => [room, floor] as const)));

const SOURCES = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./**/*.d.ts"], {
  query: "?raw",
  eager: true,
  import: "default",
});
const FILES = Object.entries(SOURCES).map(([path, source]) => ({ path: path.slice(2), source }));
// Tests and what they build on may look at every room.
const BUILT = FILES.filter(({ path }) => !/\.(test|fixture)\.tsx?$/.test(path));

// Folders in which one thing is one file.
const WALKED = new Set(["commands", "run/pictures", "tryit/fields", "tryit/answers"]);

function roomOf(path: string): string {
  const known = [...FLOORS.keys()].filter((room) => path === room || path.startsWith(`${room}/`));
  return known.sort((one, other) => other.length - one.length)[0] ?? "";
}

const isWithin = (path: string) => path.replace(/\.tsx?$/, "");

function importsOf({ path, source }: { path: string; source: string }): string[] {
  const written = source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g);
  return [...written]
    .map(([, to = ""]) => new URL(to, `file:///${path}`).pathname.slice(1))
    .filter((to) => !/\.(css|json)$/.test(to));
}

test("each file stands in a room", () => {
  expect(BUILT.length).toBeGreaterThan(200);
  expect(BUILT.filter(({ path }) => roomOf(isWithin(path)) === "").map(({ path }) => path)).toEqual([]);
});

test("each room still has files", () => {
  const lived = new Set(BUILT.map(({ path }) => roomOf(isWithin(path))));
  expect([...FLOORS.keys()].filter((room) => !lived.has(room))).toEqual([]);
});

test("arrows between rooms go down, and never between neighbours of one floor", () => {
  const wrong = BUILT.flatMap((file) => {
    const from = roomOf(isWithin(file.path));
    return importsOf(file)
      .filter((to) => roomOf(to) !== from && (FLOORS.get(roomOf(to)) ?? 99) >= (FLOORS.get(from) ?? -1))
      .map((to) => `${file.path} imports ${to}`);
  });
  expect(wrong).toEqual([]);
});

test("no folder holds more than thirty files side by side, but where one thing is one file", () => {
  const held = new Map<string, number>();
  for (const { path } of FILES) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    held.set(folder, (held.get(folder) ?? 0) + 1);
  }
  const crowded = [...held].filter(([folder, count]) => count > 30 && !WALKED.has(folder));
  expect(crowded).toEqual([]);
});

test("no file that is written by hand is longer than four hundred lines", () => {
  const long = FILES.filter(
    ({ path, source }) => path !== "types/generated.ts" && source.split("\n").length > 401,
  );
  expect(long.map(({ path }) => path)).toEqual([]);
});
