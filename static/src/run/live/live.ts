import { create } from "zustand";
import { ApiError, api } from "../../api";
import { config } from "../../config";
import { onLineBack } from "../../line/line";
import { notify } from "../../parts/notices";
import { forgetWithCause } from "../../trouble";
import type { Document } from "../../types/generated";
import { keepDrawing } from "./drawings";
import { RunState } from "./fold";
import { type Frame, hasEnded, type Look, type Outlook, type Run, type RunFacts } from "./frames";
import type { Means } from "./means";
import { type Connection, LiveSocket } from "./socket";

// The room tells at once when a run begins; this is for pages whose room is out of reach.
const LOOK_FOR_NEW_RUNS_MS = 30_000;

export interface LiveView {
  /** Every run of this network, newest first; null until the server told. */
  runs: Run[] | null;
  /** The run looked at. */
  runId: string | null;
  facts: RunFacts | null;
  outlook: Outlook;
  connection: Connection;
  /** The last thing that the server refused, in words. */
  refusal: ApiError | null;
  /** A request to start, pause, resume or stop is on its way. */
  isBusy: boolean;
  /** The run's own drawing is on the canvas: newer runs wait until it is left. */
  isHeld: boolean;
}

const NO_WAIT: Outlook = { place: 0, starts_in_s: 0, sharing: 1, has_worker: true, trouble: "" };

const NOBODY: LiveView = {
  runs: null,
  runId: null,
  facts: null,
  outlook: NO_WAIT,
  connection: { phase: "connecting" },
  refusal: null,
  isBusy: false,
  isHeld: false,
};

/** What the page shows of runs; changed by `LiveRun` alone, at most once a frame. */
export const useLiveView = create<LiveView>(() => NOBODY);

/** The page's one run store: which run is looked at, and its state, folded from its live frames. */
class LiveRun {
  state = new RunState();
  #socket: LiveSocket | null = null;
  #project: string | null = null;
  #poll: ReturnType<typeof setInterval> | undefined;
  #frame = 0;
  #watched: string[] = [];
  /** The newest run that was looked at because it was new. */
  #newest: string | null = null;
  /** Runs that this page is deleting: that they are gone is no news here. */
  readonly leaving = new Set<string>();
  readonly #onCurves = new Set<() => void>();
  readonly #onLook = new Set<(look: Look) => void>();

  /** Attaches the project's newest run, and every newer one, until the returned function is called. */
  follow(project: string): () => void {
    this.#project = project;
    void this.refresh();
    this.#poll = setInterval(() => this.lookForNewRuns(), LOOK_FOR_NEW_RUNS_MS);
    const stop = onLineBack(() => this.lookForNewRuns());
    return () => {
      clearInterval(this.#poll);
      stop();
      this.#detach();
      this.#project = null;
      useLiveView.setState(NOBODY);
    };
  }

  /** Looks at one run of the list. */
  look(runId: string): void {
    if (useLiveView.getState().runId === runId) return;
    this.#detach();
    const run = useLiveView.getState().runs?.find((each) => each.id === runId);
    useLiveView.setState({
      runId,
      facts: null,
      outlook: { ...NO_WAIT, place: run?.place ?? 0 },
      refusal: null,
    });
    this.#socket = new LiveSocket({
      run: runId,
      token: config.token,
      seen: () => this.state.facts,
      onFrame: (frame) => this.#onFrame(frame),
      onConnection: (connection) => this.#onConnection(connection),
    });
    this.#socket.watch(this.#watched);
  }

  /** Puts a run on the list that it may not hold yet: a trial of a sweep. */
  add(run: Run): void {
    useLiveView.setState(({ runs }) =>
      runs?.some(({ id }) => id === run.id) ? {} : { runs: [run, ...(runs ?? [])] },
    );
  }

  /** Trains what is drawn. With a `key`, the same run however often and from wherever it is asked for. */
  train(document: Document, means: Means, key?: string): Promise<void> {
    return this.#ask(async () => {
      const run = await api.order<Run>(`/api/projects/${this.#project}/runs/`, { document, ...means }, key);
      keepDrawing(run.id, document);
      useLiveView.setState(({ runs }) => ({
        runs: [run, ...(runs ?? []).filter(({ id }) => id !== run.id)],
      }));
      this.#newest = run.id;
      this.look(run.id);
    });
  }

  /** Pauses, resumes or stops the run looked at; extends it, takes it a few steps on, or sets it anew. */
  command(
    verb: "pause" | "resume" | "stop" | "extend" | "step" | "settings" | "take-back",
    body?: object,
  ): Promise<void> {
    const { runId } = useLiveView.getState();
    return this.#ask(async () => {
      // The answer may be older than what the log has told meanwhile, so only its place counts.
      const { place } = await api.order<Run>(`/api/runs/${runId}/${verb}/`, body);
      useLiveView.setState(({ outlook }) => ({ outlook: { ...outlook, place } }));
    });
  }

  /** Asks the worker for exactly these views. */
  watch(views: string[]): void {
    if (views.join() === this.#watched.join()) return;
    this.#watched = views;
    this.#socket?.watch(views);
  }

  /** Calls `listener` whenever curves may have changed. Returns how to stop that. */
  onCurves(listener: () => void): () => void {
    this.#onCurves.add(listener);
    return () => this.#onCurves.delete(listener);
  }

  /** Calls `listener` with everything that a probe saw. Returns how to stop that. */
  onLook(listener: (look: Look) => void): () => void {
    this.#onLook.add(listener);
    return () => this.#onLook.delete(listener);
  }

  #onConnection(connection: Connection): void {
    const isFresh = connection.phase === "open" && useLiveView.getState().connection.phase !== "quiet";
    useLiveView.setState(({ outlook }) => ({
      connection,
      outlook: isFresh ? { ...NO_WAIT, place: outlook.place } : outlook, // a server tells only what is otherwise
    }));
  }

  #onFrame(frame: Frame): void {
    switch (frame.type) {
      case "look":
        for (const listener of this.#onLook) listener(frame);
        return;
      case "place":
        useLiveView.setState({
          outlook: {
            place: frame.place,
            starts_in_s: frame.starts_in_s,
            sharing: frame.sharing,
            has_worker: frame.has_worker,
            trouble: frame.trouble,
          },
        });
        return;
      case "snapshot":
        this.state.replace(frame.state);
        break;
      default:
        this.state.apply(frame);
    }
    this.#frame ||= requestAnimationFrame(() => this.#publish());
  }

  #publish(): void {
    this.#frame = 0;
    const { facts } = this.state;
    useLiveView.setState(({ runs, outlook, runId, facts: before, refusal }) => ({
      facts,
      refusal: facts.status === before?.status ? refusal : null,
      outlook: facts.status === "queued" || outlook.place === 0 ? outlook : { ...outlook, place: 0 },
      runs: withFacts(runs, runId, facts),
    }));
    for (const listener of this.#onCurves) listener();
  }

  #detach(): void {
    this.#socket?.close();
    this.#socket = null;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.state = new RunState();
    for (const listener of this.#onCurves) listener();
  }

  /** Another page may have started one. While the run looked at goes on, its socket tells everything. */
  lookForNewRuns(): void {
    const { facts, runId, connection } = useLiveView.getState();
    const isOver = connection.phase === "ended" && config.page === "share";
    if (document.hidden || isOver || (runId && (!facts || !hasEnded(facts.status)))) return;
    void this.refresh();
  }

  /** Asks for the list: something about it changed, here or elsewhere. */
  async refresh(): Promise<void> {
    if (this.#project === null) return;
    const before = useLiveView.getState();
    try {
      const { runs } = await api.get<{ runs: Run[] }>(`/api/projects/${this.#project}/runs/`);
      this.#take(runs);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (config.page === "share" && [403, 404, 410].includes(error.status))
        useLiveView.setState({ connection: { phase: "ended", words: error.message } });
      else if (before.runs === null) this.#refuse(error);
    }
  }

  /** What was refused is no longer as it was. */
  forgetRefusal(): void {
    useLiveView.setState({ refusal: null });
  }

  #refuse(error: ApiError): void {
    useLiveView.setState({ refusal: error });
    forgetWithCause(error, () => useLiveView.getState().refusal === error && this.forgetRefusal());
  }

  /** Takes a list in; the newest run is looked at, unless the visitor looks at one that goes on, or holds an old one. */
  #take(runs: Run[]): void {
    const { runId, facts, isHeld } = useLiveView.getState();
    const newest = runs.find(({ trial }) => trial === null); // trials come by dozens; they are opened from their sweep
    const isGone = runId !== null && !runs.some(({ id }) => id === runId);
    const isFree = runId === null || (!isHeld && facts !== null && hasEnded(facts.status));
    useLiveView.setState({ runs });
    if (isGone && !this.leaving.has(runId)) notify({ title: "The run that you looked at was deleted" });
    if (newest && (isGone || (isFree && newest.id !== this.#newest))) {
      this.#newest = newest.id;
      this.look(newest.id);
    } else if (isGone) this.#lookAway();
  }

  #lookAway(): void {
    this.#detach();
    const { runs } = useLiveView.getState();
    useLiveView.setState({ ...NOBODY, runs });
  }

  async #ask(request: () => Promise<void>): Promise<void> {
    useLiveView.setState({ isBusy: true, refusal: null });
    try {
      await request();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#refuse(error);
    } finally {
      useLiveView.setState({ isBusy: false });
    }
  }
}

/** The list with the row of the run looked at brought up to what its log says. */
function withFacts(runs: Run[] | null, runId: string | null, facts: RunFacts): Run[] | null {
  const row = runs?.find((run) => run.id === runId);
  if (!runs || !row || (row.status === facts.status && row.metrics === facts.metrics)) return runs;
  const { status, reason, metrics, step, total_steps, epoch, epochs, best } = facts;
  const told = { status, reason, metrics, step, total_steps, epoch, epochs, best };
  return runs.map((run) => (run === row ? { ...run, ...told } : run));
}

export const liveRun = new LiveRun();
