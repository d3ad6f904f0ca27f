import { create } from "zustand";
import { ApiError, api } from "../api";
import { config } from "../config";
import type { Document } from "../types/generated";
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
}

const NO_WAIT: Outlook = { place: 0, starts_in_s: 0, sharing: 1 };

const NOBODY: LiveView = {
  runs: null,
  runId: null,
  facts: null,
  outlook: NO_WAIT,
  connection: { phase: "connecting" },
  refusal: null,
  isBusy: false,
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
  readonly #onCurves = new Set<() => void>();
  readonly #onLook = new Set<(look: Look) => void>();

  /** Attaches the project's newest run, and every newer one, until the returned function is called. */
  follow(project: string): () => void {
    this.#project = project;
    void this.#refresh();
    this.#poll = setInterval(() => this.lookForNewRuns(), LOOK_FOR_NEW_RUNS_MS);
    return () => {
      clearInterval(this.#poll);
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
      onConnection: (connection) => useLiveView.setState({ connection }),
    });
    this.#socket.watch(this.#watched);
  }

  /** Looks at a run that the list may not hold yet: a trial of a sweep. */
  open(run: Run): void {
    useLiveView.setState(({ runs }) =>
      runs?.some(({ id }) => id === run.id) ? {} : { runs: [run, ...(runs ?? [])] },
    );
    this.look(run.id);
  }

  /** Trains what is drawn. */
  train(document: Document, means: Means): Promise<void> {
    return this.#ask(async () => {
      const run = await api.post<Run>(`/api/projects/${this.#project}/runs/`, { document, ...means });
      useLiveView.setState(({ runs }) => ({ runs: [run, ...(runs ?? [])] }));
      this.look(run.id);
    });
  }

  /** Pauses, resumes or stops the run looked at; extends it, takes it a few steps on, or sets it anew. */
  command(verb: "pause" | "resume" | "stop" | "extend" | "step" | "settings", body?: object): Promise<void> {
    const { runId } = useLiveView.getState();
    return this.#ask(async () => {
      // The answer may be older than what the log has told meanwhile, so only its place counts.
      const { place } = await api.post<Run>(`/api/runs/${runId}/${verb}/`, body);
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

  #onFrame(frame: Frame): void {
    switch (frame.type) {
      case "look":
        for (const listener of this.#onLook) listener(frame);
        return;
      case "place":
        useLiveView.setState({
          outlook: { place: frame.place, starts_in_s: frame.starts_in_s, sharing: frame.sharing },
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
    useLiveView.setState(({ runs, outlook, runId }) => ({
      facts,
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
    void this.#refresh();
  }

  async #refresh(): Promise<void> {
    const before = useLiveView.getState();
    try {
      const { runs } = await api.get<{ runs: Run[] }>(`/api/projects/${this.#project}/runs/`);
      const newest = runs.find(({ trial }) => trial === null); // trials come by dozens; they are opened from their sweep
      const isNews = newest && !before.runs?.some((run) => run.id === newest.id);
      useLiveView.setState({ runs });
      if (isNews) this.look(newest.id);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (config.page === "share" && [403, 404, 410].includes(error.status))
        useLiveView.setState({ connection: { phase: "ended", words: error.message } });
      else if (before.runs === null) useLiveView.setState({ refusal: error });
    }
  }

  async #ask(request: () => Promise<void>): Promise<void> {
    useLiveView.setState({ isBusy: true, refusal: null });
    try {
      await request();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      useLiveView.setState({ refusal: error });
    } finally {
      useLiveView.setState({ isBusy: false });
    }
  }
}

/** The list with the row of the run looked at brought up to what its log says. */
function withFacts(runs: Run[] | null, runId: string | null, facts: RunFacts): Run[] | null {
  const row = runs?.find((run) => run.id === runId);
  if (!runs || !row || (row.status === facts.status && row.metrics === facts.metrics)) return runs;
  const { status, reason, metrics, step, total_steps } = facts;
  return runs.map((run) => (run === row ? { ...run, status, reason, metrics, step, total_steps } : run));
}

export const liveRun = new LiveRun();
