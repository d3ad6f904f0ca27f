import { create } from "zustand";
import type { Piece } from "../commands/actions/bring-data";
import { sayWhy } from "../trouble";
import type { Choices, ColumnChoice } from "../types/generated";
import { type Data, type Limits, ownData, type Version } from "./data";
import { type Brought, filesIn, nameOf } from "./pieces";
import { type Progress, sendAll } from "./sending";

/** Where data come from, what is in them, and what became of them. */
export type Stage = "bring" | "columns" | "version";
export type Source = "files" | "camera" | "microphone" | "pad";

interface Draft {
  stage: Stage;
  source: Source;
  limits: Limits | null;
  /** What this visitor has brought before, newest first; null until it is known. */
  known: readonly Data[] | null;
  data: Data | null;
  /** What stands on the page; the server learns of it when something is made. */
  choices: Choices | null;
  /** The version that is looked at. */
  shown: string | null;
  sending: Progress | null;
  trouble: string | null;
}

export const useDraft = create<Draft>(() => ({
  stage: "bring",
  source: "files",
  limits: null,
  known: null,
  data: null,
  choices: null,
  shown: null,
  sending: null,
  trouble: null,
}));

const { getState: now, setState: set } = useDraft;
const POLL_MS = 300;
let stopping = new AbortController();

/** The version that is looked at. */
export const shownOf = ({ data, shown }: Pick<Draft, "data" | "shown">): Version | null =>
  data?.versions.find(({ version }) => version === shown) ?? data?.versions[0] ?? null;

export const isBusy = ({ data, sending }: Pick<Draft, "data" | "sending">) =>
  sending !== null || (data?.work ?? null) !== null;

/** Does something, and says on the page why it did not work. */
async function attempt(doing: () => Promise<void>): Promise<void> {
  set({ trouble: null });
  try {
    await doing();
  } catch (error) {
    if (!stopping.signal.aborted) set({ trouble: sayWhy(error) });
  }
}

export const refresh = () =>
  attempt(async () => {
    const { data: known, limits } = await ownData.list();
    set({ known, limits });
  });

export function show(stage: Stage, source: Source = "files"): void {
  set({ stage, source, trouble: null });
}

/** Leaves what is looked at, for something new. */
export function startAnew(): void {
  set({ stage: "bring", source: "files", data: null, choices: null, shown: null, trouble: null });
  void refresh();
}

/** Looks at what was brought before. */
export const open = (id: string, version?: string) =>
  attempt(async () => {
    const data = await ownData.get(id);
    set({ data, choices: data.choices, shown: version ?? null });
    set({ stage: data.versions.length > 0 ? "version" : data.survey ? "columns" : "bring" });
    if (data.work) await follow(data, data.work.what);
  });

/** Looks for what a node names among what was brought before. */
export async function openVersion(version: string): Promise<void> {
  await refresh();
  const data = now().known?.find(({ versions }) => versions.some((each) => each.version === version));
  if (data) await open(data.id, version);
}

/** Takes in what was dropped, chosen or pasted: to what is open, or as something new. */
export const bring = (pieces: readonly Piece[]) =>
  attempt(async () => {
    const files = await filesIn(pieces, now().limits?.files ?? Number.POSITIVE_INFINITY);
    if (files.length === 0)
      throw new Error("There is no file in what came. Bring files, or a folder of them.");
    await bringFiles(files, nameOf(files));
  });

/** The same with files whose names are known. */
export const bringShots = (files: readonly Brought[], name: string) => attempt(() => bringFiles(files, name));

async function bringFiles(files: readonly Brought[], name: string): Promise<void> {
  refuseTooMuch(files, now().limits);
  stopping = new AbortController();
  const { signal } = stopping;
  set({ sending: { files: 0, of: files.length, bytes: 0, all: 0 } });
  try {
    const { id } = now().data ?? (await ownData.create(name));
    await sendAll(files, ({ path, content }, onSent) => ownData.put(id, path, content, { signal, onSent }), {
      signal,
      onProgress: (sending) => set({ sending }),
    });
    set({ sending: null });
    await follow(await ownData.survey(id), "survey");
  } finally {
    set({ sending: null });
  }
}

/** Says before anything is sent what the server would refuse. */
export function refuseTooMuch(files: readonly Brought[], limits: Limits | null): void {
  if (!limits) return;
  const large = files.find(({ content }) => content.size > limits.file_bytes);
  const all = files.reduce((sum, { content }) => sum + content.size, 0);
  if (large)
    throw new Error(
      `${large.path} has ${megabytes(large.content.size)}; a file may have ${megabytes(limits.file_bytes)}.`,
    );
  if (files.length > limits.files)
    throw new Error(`There are more than ${limits.files.toLocaleString("en")} files. Bring fewer of them.`);
  if (all > limits.all_bytes)
    throw new Error(
      `All of it has ${megabytes(all)}; ${megabytes(limits.all_bytes)} are taken. Bring a part of it.`,
    );
}

export const megabytes = (bytes: number) =>
  bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1e3)).toLocaleString("en")} kB`
    : `${Math.round(bytes / 1e6).toLocaleString("en")} MB`;

export function cancel(): void {
  stopping.abort();
  set({ sending: null });
}

/** Looks again and again until the server has done what it does. */
async function follow(asked: Data, what: "survey" | "prepare"): Promise<void> {
  let last = asked;
  set({ data: last });
  while (last.work) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    last = await ownData.get(last.id);
    if (now().data?.id !== last.id) return; // something else is looked at
    set({ data: last });
  }
  arrive(last, what);
}

function arrive(data: Data, what: "survey" | "prepare"): void {
  const { problem } = data;
  if (problem) set({ data, trouble: [problem.message, problem.hint].filter(Boolean).join(" ") });
  else if (what === "survey")
    set({ data, choices: keepChosen(data.choices, now().choices), stage: "columns" });
  else set({ data, choices: data.choices ?? now().choices, shown: null, stage: "version" });
}

/** What was chosen on the page stays so, whatever the server guesses of what came since. */
export function keepChosen(guessed: Choices | null, before: Choices | null): Choices | null {
  if (!guessed || !before) return guessed;
  const columns = Object.entries(guessed.columns).map(([name, guess]) => {
    const known = before.columns[name];
    return [name, known?.is_chosen ? known : guess] as const;
  });
  return { ...before, columns: Object.fromEntries(columns) };
}

/** Looks at another version; what is made next begins with what was chosen for it. */
export function showVersion(version: string): void {
  const known = now().data?.versions.find((each) => each.version === version);
  if (known) set({ shown: version, choices: known.choices });
}

export function choose(change: Partial<Choices>): void {
  const { choices } = now();
  if (choices) set({ choices: { ...choices, ...change } });
}

/** What somebody says of a column is never guessed again. */
export function chooseColumn(name: string, change: Partial<ColumnChoice>): void {
  const known = now().choices?.columns[name];
  if (known)
    choose({ columns: { ...now().choices?.columns, [name]: { ...known, ...change, is_chosen: true } } });
}

/** Has the server make a version of what was brought, as it was chosen. */
export const make = () =>
  attempt(async () => {
    const { data, choices } = now();
    if (!data || !choices) return;
    await follow(await ownData.prepare(data.id, { ...choices, name: data.name }), "prepare");
  });

export const rename = (id: string, name: string) =>
  attempt(async () => {
    const renamed = await ownData.rename(id, name);
    set(({ known, data }) => ({
      known: known?.map((each) => (each.id === id ? { ...each, name: renamed.name } : each)) ?? null,
      data: data?.id === id ? { ...data, name: renamed.name } : data,
    }));
  });

/** Gone, and so for every network that learns from it. */
export const forget = (id: string) =>
  attempt(async () => {
    await ownData.delete(id);
    set(({ known }) => ({ known: known?.filter((each) => each.id !== id) ?? null }));
    if (now().data?.id === id) startAnew();
  });
