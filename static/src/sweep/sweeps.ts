import { create } from "zustand";
import { ApiError, api } from "../api";
import { config } from "../config";
import type { Value } from "../document/params/value";
import type { Run } from "../run/live/frames";
import { forgetWithCause } from "../trouble";
import type { Document, SweepPlan } from "../types/generated";

const ASK_EVERY_MS = 1_500;

/** A way to choose what is tried next. */
export interface Search {
  key: string;
  title: string;
  summary: string;
}

export interface Sweep {
  id: string;
  project: string;
  status: "running" | "finished" | "stopped";
  reason: string;
  plan: SweepPlan;
  total: number;
  created_at: string;
  ended_at: string | null;
}

/** The trials of an experiment that differ in nothing but what it is shown against, and the seed. */
export interface ResultLine {
  label: string;
  points: [x: Value, y: number][];
  medians: [x: Value, y: number][];
  fit: { exponent: number; factor: number; error: number; points: number; low: number; high: number } | null;
  /** The power law that fits, in words. */
  law: string | null;
}

/** One run of a sweep. `course` holds an epoch and what was measured after it; `score` waits for its end. */
export interface Trial {
  number: number;
  values: Record<string, Value>;
  score: number | null;
  /** How many its network has; null for trials of former times. */
  parameters: number | null;
  course: [epoch: number, value: number][];
  run: Run;
}

export interface SweepDetail extends Sweep {
  best: number | null;
  /** What an experiment came to so far; null for other sweeps. */
  result: { against: string; lines: ResultLine[] } | null;
  trials: Trial[];
}

interface Sweeps {
  searches: readonly Search[];
  /** Every sweep of this network, newest first; null until the server told. */
  sweeps: readonly Sweep[] | null;
  /** The sweep that is looked at; null while a new one is planned. */
  open: SweepDetail | null;
  refusal: ApiError | null;
  isBusy: boolean;
}

export const useSweeps = create<Sweeps>(() => ({
  searches: [],
  sweeps: null,
  open: null,
  refusal: null,
  isBusy: false,
}));

let followers = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Keeps what is shown of sweeps up to date until the returned function is called. */
export function followSweeps(): () => void {
  followers += 1;
  if (followers === 1) void begin();
  return () => {
    followers -= 1;
    if (followers === 0) clearTimeout(timer);
  };
}

/** A trial began or ended, here or elsewhere. */
export function lookAtSweeps(): void {
  if (followers > 0) void askAgain();
}

export function startSweep(document: Document, plan: Partial<SweepPlan>): Promise<void> {
  return ask(async () => {
    const open = await api.order<SweepDetail>(`/api/projects/${config.project}/sweeps/`, { document, plan });
    useSweeps.setState(({ sweeps }) => ({ open, sweeps: [open, ...(sweeps ?? [])] }));
    keepAsking();
  });
}

export function stopSweep(id: string): Promise<void> {
  return ask(async () => show(await api.post<SweepDetail>(`/api/sweeps/${id}/stop/`)));
}

/** Looks at a sweep of the list; at none to plan a new one. */
export function openSweep(id: string | null): Promise<void> {
  if (id === null) {
    useSweeps.setState({ open: null, refusal: null });
    return Promise.resolve();
  }
  return ask(async () => {
    useSweeps.setState({ open: await api.get<SweepDetail>(`/api/sweeps/${id}/`) });
    keepAsking();
  });
}

async function begin(): Promise<void> {
  await ask(async () => {
    const [{ searches }, { sweeps }] = await Promise.all([
      api.get<{ searches: Search[] }>("/api/searches/"),
      api.get<{ sweeps: Sweep[] }>(`/api/projects/${config.project}/sweeps/`),
    ]);
    const { sweeps: before, open } = useSweeps.getState();
    const isNew = open !== null && !sweeps.some(({ id }) => id === open.id); // begun while this was asked
    useSweeps.setState({ searches, sweeps: isNew ? [open, ...sweeps] : sweeps });
    const newest = sweeps[0];
    if (before !== null || open !== null || !newest) return;
    const told = await api.get<SweepDetail>(`/api/sweeps/${newest.id}/`);
    useSweeps.setState(({ open }) => ({ open: open ?? told }));
  });
  keepAsking();
}

function keepAsking(): void {
  clearTimeout(timer);
  if (followers > 0 && useSweeps.getState().open?.trials.some(isUnderWay))
    timer = setTimeout(() => void askAgain(), ASK_EVERY_MS);
}

const isUnderWay = ({ run }: Trial) => run.ended_at === null;

async function askAgain(): Promise<void> {
  const { open } = useSweeps.getState();
  if (open && !document.hidden) {
    try {
      show(await api.get<SweepDetail>(`/api/sweeps/${open.id}/`));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error; // asked again soon
    }
  }
  keepAsking();
}

/** Takes an answer in, unless another sweep was opened meanwhile. */
function show(told: SweepDetail): void {
  useSweeps.setState(({ open, sweeps }) => ({
    open: open?.id === told.id ? told : open,
    sweeps: sweeps?.map((each) => (each.id === told.id ? told : each)) ?? null,
  }));
}

async function ask(request: () => Promise<void>): Promise<void> {
  useSweeps.setState({ isBusy: true, refusal: null });
  try {
    await request();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    useSweeps.setState({ refusal: error });
    forgetWithCause(error, () =>
      useSweeps.setState(({ refusal }) => (refusal === error ? { refusal: null } : {})),
    );
  } finally {
    useSweeps.setState({ isBusy: false });
  }
}
