import { create } from "zustand";
import { ApiError } from "../api";
import type { Kept } from "../document/compare/kept";
import { blockOf } from "../document/reading/blocks";
import type { Editor } from "../editor";
import { fetchDrawing, knownDrawing } from "../run/live/drawings";
import { liveRun, useLiveView } from "../run/live/live";
import type { Document } from "../types/generated";
import { openPast } from "./openPast";

const RETRY_MS = 2_000;
const KEPT_OPEN = 4;

interface Past {
  /** The run looked at, once its drawing is known. */
  run: string | null;
  /** What was changed from its drawing to the one that is worked on; none where they mean the same. */
  changes: readonly string[];
  /** The nodes of the drawing that is worked on which are as they were, with all before them. */
  kept: Kept;
  /** The run's own drawing, while it is on the canvas. */
  editor: Editor | null;
}

const UNKNOWN: Past = { run: null, changes: [], kept: new Map(), editor: null };

/** How the run looked at and the drawing that is worked on belong together. Why so: docs/decisions/own-drawing.md */
export const usePast = create<Past>(() => UNKNOWN);

/** The editors of runs that were looked at last, so that going to and fro between them is immediate. */
const open = new Map<string, Editor>();

/** The run that the visitor chose, until its drawing is shown or turns out to be the one that is worked on. */
let chosen: string | null = null;
/** The run that was looked at when the drawing that is worked on was left. */
let before: string | null = null;

/** Looks at a run, and shows the drawing that it was trained with where that is another one. */
export function chooseRun(run: string): void {
  if (usePast.getState().editor === null) before = useLiveView.getState().runId;
  chosen = run;
  if (useLiveView.getState().runId !== run) liveRun.look(run);
  else showChosen();
}

/** Shows the drawing that the run looked at was trained with. */
export function showOwnDrawing(): void {
  const { runId } = useLiveView.getState();
  if (runId !== null) chooseRun(runId);
}

/** Shows the drawing that is worked on again, and the run that was looked at then. */
export function backToDrawing(): void {
  chosen = null;
  show(null);
  const { runs } = useLiveView.getState();
  const back = runs?.find(({ id }) => id === before) ?? runs?.find(({ trial }) => trial === null);
  if (back) liveRun.look(back.id);
}

/** The editor of what is on the canvas. */
export const shownEditor = (live: Editor): Editor => usePast.getState().editor ?? live;

/** Compares the drawing that is worked on with that of the run looked at, until the returned function is called. */
export function followPast(live: Editor): () => void {
  owner = live;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const fetchNow = async (run: string) => {
    try {
      await fetchDrawing(run);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.isUnreachable || error.status >= 500) timer = setTimeout(() => void fetchNow(run), RETRY_MS);
      return;
    }
    if (useLiveView.getState().runId === run) compare();
  };
  const look = () => {
    clearTimeout(timer);
    const { runId } = useLiveView.getState();
    if (runId !== chosen) chosen = null;
    compare();
    if (runId !== null) void fetchNow(runId); // also where it is known: it may have been steered meanwhile
  };
  const stops = [
    live.graph.subscribe(compare),
    useLiveView.subscribe((now, then) => {
      if (now.runId !== then.runId || now.facts?.changes.length !== then.facts?.changes.length) look();
    }),
  ];
  look();
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
    for (const { past } of open.values()) past?.leave();
    open.clear();
    usePast.setState(UNKNOWN);
  };
}

let owner: Editor | null = null;
let compared: [Document, Document] | null = null;

type Comparing = typeof import("../document/compare/comparing");
let comparing: Comparing | null = null; // nobody needs it before there is a run

async function fetchComparing(): Promise<void> {
  try {
    comparing = await import("../document/compare/comparing");
    compare();
  } catch {
    setTimeout(() => void fetchComparing(), RETRY_MS);
  }
}

function compare(): void {
  const { runId } = useLiveView.getState();
  const drawing = runId === null ? null : knownDrawing(runId);
  if (!owner || !drawing || owner.graph.isBlank) {
    compared = null;
    const { editor } = usePast.getState();
    usePast.setState({ ...UNKNOWN, editor });
    return;
  }
  if (!comparing) {
    void fetchComparing();
    return;
  }
  const now = owner.graph.document;
  if (compared?.[0] === drawing && compared[1] === now && usePast.getState().run === runId) return;
  compared = [drawing, now];
  const changes = comparing.changesBetween(drawing, now);
  usePast.setState({
    run: runId,
    changes,
    kept: changes.length > 0 ? comparing.keptNodes(drawing, now) : comparing.allNodes(now),
  });
  refresh(runId, drawing);
  showChosen();
}

/** Shows what was chosen, once it is known; a run whose drawing is the one that is worked on is shown on that. */
function showChosen(): void {
  const { run, changes, editor } = usePast.getState();
  if (run === null || owner === null) return;
  if (changes.length === 0) {
    chosen = null;
    show(null);
  } else if (run === chosen) {
    show(editorOf(owner, run));
  } else if (editor && editor.past?.run !== run) {
    show(null); // another run came to be looked at, and nobody chose it
  }
}

function show(next: Editor | null): void {
  const { editor } = usePast.getState();
  if (editor === next || !owner) return;
  handOver(editor ?? owner, next ?? owner);
  usePast.setState({ editor: next });
  useLiveView.setState({ isHeld: next !== null });
}

/** The same block stays open, and the same nodes stay chosen, where the other drawing has them. */
function handOver(from: Editor, to: Editor): void {
  const { block, selection } = from.view.getState();
  to.graph.enter(block in to.graph.document.blocks ? block : to.graph.document.main);
  const { nodes } = blockOf(to.graph.document, to.graph.open);
  to.view.setState({
    selection: selection.filter((id) => id in nodes),
    selectedWires: [],
    pendingPort: null,
  });
}

function editorOf(live: Editor, run: string): Editor {
  const known = open.get(run) ?? openPast(live, run, knownDrawing(run) as Document);
  open.delete(run);
  open.set(run, known);
  for (const [other, { past }] of [...open].slice(0, -KEPT_OPEN)) {
    past?.leave();
    open.delete(other);
  }
  return known;
}

/** A run that was steered meanwhile has other settings planned. */
function refresh(run: string | null, drawing: Document): void {
  const graph = open.get(run ?? "")?.graph;
  if (graph && graph.document.training.changes.length !== drawing.training.changes.length)
    graph.load(drawing);
}
