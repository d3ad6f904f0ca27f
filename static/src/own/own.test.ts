import { describe, expect, test } from "vitest";
import type { Choices } from "../types/generated";
import type { Limits } from "./data";
import { keepChosen, refuseTooMuch } from "./draft";
import { filesIn, isLeftBehind, nameOf } from "./pieces";
import { isDrawing, pasted } from "./receive";
import { type Progress, sendAll } from "./sending";
import { differenceWords, nounOf, twinsWords } from "./words";

const file = (path: string, size = 1) => ({ path, content: new Blob(["x".repeat(size)]) });

describe("what has come", () => {
  test("is found in folders at any depth, without what systems leave there", async () => {
    const inside = (path: string): FileSystemEntry =>
      ({
        isFile: true,
        fullPath: path,
        file: (give: (file: File) => void) => give(new File(["x"], "x")),
      }) as never;
    const folder = (entries: FileSystemEntry[]): FileSystemEntry => {
      const batches = [entries, []];
      return {
        isFile: false,
        isDirectory: true,
        createReader: () => ({
          readEntries: (give: (found: FileSystemEntry[]) => void) => give(batches.shift() ?? []),
        }),
      } as never;
    };
    const pets = folder([
      folder([inside("/pets/cats/1.png"), inside("/pets/cats/.DS_Store")]),
      inside("/pets/Thumbs.db"),
    ]);
    const found = await filesIn([pets, new File(["x"], "more.csv")], 100);
    expect(found.map(({ path }) => path)).toEqual(["pets/cats/1.png", "more.csv"]);
  });

  test.each(["__MACOSX/a.png", "a/.hidden", "a/desktop.ini"])("%s is left behind", (path) => {
    expect(isLeftBehind(path)).toBe(true);
  });

  test("is called as its folder or its file", () => {
    expect(nameOf([file("sales.2024.csv")])).toBe("sales.2024");
    expect(nameOf([file("pets/cats/1.png"), file("pets/dogs/1.png")])).toBe("pets");
    expect(nameOf([file("a.csv"), file("b.csv")])).toBe("My data");
  });

  test("is a drawing only where it holds blocks", () => {
    expect(isDrawing('{"version": 1, "blocks": {}}')).toBe(true);
    expect(isDrawing('[{"a": 1}]')).toBe(false);
    expect(isDrawing("no json")).toBe(false);
  });

  test("from a spreadsheet has tabs between its cells", () => {
    expect(pasted("a\tb\n1\t2").name).toBe("pasted.tsv");
    expect(pasted("a story\nof two lines").name).toBe("pasted.txt");
  });

  test("is refused in words before it is sent where it is too much", () => {
    const limits = { file_bytes: 10, all_bytes: 15, files: 2 } as Limits;
    expect(() => refuseTooMuch([file("big.csv", 11)], limits)).toThrow("big.csv");
    expect(() => refuseTooMuch([file("a", 9), file("b", 9)], limits)).toThrow("All of it");
    expect(() => refuseTooMuch([file("a"), file("b"), file("c")], limits)).toThrow("more than 2 files");
    expect(() => refuseTooMuch([file("a", 9)], limits)).not.toThrow();
  });
});

describe("sending", () => {
  test("goes a few at a time, and tells how far it is", async () => {
    let [under, most] = [0, 0];
    const told: Progress[] = [];
    const files = Array.from({ length: 9 }, (_, at) => file(`${at}`, 10));
    await sendAll(
      files,
      async (_, onSent) => {
        most = Math.max(most, ++under);
        onSent(5);
        await new Promise((resolve) => setTimeout(resolve, 1));
        under--;
      },
      { signal: new AbortController().signal, onProgress: (progress) => told.push(progress) },
    );
    expect(most).toBe(4);
    expect(told.at(-1)).toEqual({ files: 9, of: 9, bytes: 90, all: 90 });
    expect(told.every(({ bytes }) => bytes <= 90)).toBe(true);
  });

  test("ends with the first refusal, and when it is cancelled", async () => {
    const sent: string[] = [];
    const send = async ({ path }: { path: string }) => {
      if (path === "2") throw new Error("no room");
      sent.push(path);
      await new Promise((resolve) => setTimeout(resolve, 5));
    };
    const files = Array.from({ length: 50 }, (_, at) => file(`${at}`));
    const how = { signal: new AbortController().signal, onProgress: () => {} };
    await expect(sendAll(files, send, how)).rejects.toThrow("no room");
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(sent.length).toBeLessThan(8);
    await expect(sendAll(files, send, { ...how, signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

const choices = (columns: Choices["columns"], side = 28): Choices => ({
  name: "",
  columns,
  form: null,
  side,
  is_grey: null,
  rate: 4_000,
  seconds: 1,
  tokens: null,
  longest: 64,
  shares: [0.1, 0.1],
  relabelled: {},
  removed: [],
});

test("a column that was chosen is never guessed again; others are, and columns that went are gone", () => {
  const before = choices(
    {
      a: { kind: "class", role: "answer", is_chosen: true },
      b: { kind: "number", role: "input", is_chosen: false },
      gone: { kind: "text", role: "input", is_chosen: true },
    },
    32,
  );
  const guessed = choices({
    a: { kind: "number", role: "input", is_chosen: false },
    b: { kind: "text", role: "unused", is_chosen: false },
  });
  const kept = keepChosen(guessed, before);
  expect(kept?.columns).toEqual({ a: before.columns.a, b: guessed.columns.b });
  expect(kept?.side).toBe(32);
  expect(keepChosen(guessed, null)).toBe(guessed);
});

test("twins and differences are told in words", () => {
  const pictures = choices({ picture: { kind: "image", role: "input", is_chosen: false } });
  expect(nounOf(pictures)).toBe("picture");
  const twins = {
    of_part: "test",
    in_part: "training",
    count: 9,
    of: 40,
    is_exact: true,
    examples: [],
  } as const;
  expect(twinsWords({ ...twins, examples: [] }, "picture")).toContain(
    "9 of your 40 test pictures are twins of training pictures",
  );
  expect(differenceWords({ added: 12, removed: 0, relabelled: 3 })).toBe("added 12, relabelled 3");
  expect(differenceWords({ added: 0, removed: 0, relabelled: 0 })).toBe("the same samples");
});
