import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "../../api";
import { lineIsGone, lineStands } from "../../line/line";
import type { Check } from "../../server";
import type { Document, Report } from "../../types/generated";
import { Graph } from "../graph/graph";
import { DEFAULT_TRAINING } from "../graph/projection";
import { createView, keepUnchanged } from "../view/view";
import { keepChecked } from "./check";

const report = (parameters: number): Report => ({
  nodes: {},
  blocks: {},
  problems: [],
  parameters,
  flops: 0,
  activation_bytes: 0,
  is_trainable: true,
});

/** A server whose answers come when the test says so. */
function slowServer() {
  const asked: { document: Document; answer: (check: Check) => void; fail: (error: unknown) => void }[] = [];
  const check = (document: Document) =>
    new Promise<Check>((answer, fail) => {
      asked.push({ document, answer, fail });
    });
  return { asked, check };
}

const DRAWING: Document = {
  version: 1,
  main: "main",
  training: DEFAULT_TRAINING,
  blocks: {
    main: { params: {}, nodes: { a: { type: "ReLU", params: {}, position: [0, 0], note: "" } }, edges: {} },
  },
};

function opened() {
  const graph = new Graph();
  graph.load(DRAWING);
  const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
  const server = slowServer();
  return { graph, view, server, stop: keepChecked(graph, view, server) };
}

describe("the check of a drawing", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("asks once for edits in quick succession, about the last", async () => {
    const { graph, server, stop } = opened();
    graph.setParam("a", "p", 1);
    graph.setParam("a", "p", 2);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.asked.map(({ document }) => document.blocks.main?.nodes.a?.params.p)).toEqual([2]);
    stop();
  });

  test("asks at once about a drawing that arrives, and in a while about what is drawn then", async () => {
    const graph = new Graph();
    const view = createView(graph, { name: "", isReadOnly: false, theme: "dark" });
    const server = slowServer();
    const stop = keepChecked(graph, view, server);
    expect(server.asked).toHaveLength(0);
    graph.load(DRAWING);
    expect(server.asked).toHaveLength(1);
    graph.setParam("a", "p", 1);
    expect(server.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(server.asked).toHaveLength(2);
    stop();
  });

  test("drops an answer that comes after a newer edit", async () => {
    const { graph, view, server, stop } = opened();
    await vi.advanceTimersByTimeAsync(200);
    graph.setParam("a", "p", 1);
    server.asked[0]?.answer({ report: report(1), source: "old" });
    await vi.advanceTimersByTimeAsync(200);
    expect(view.getState().source).toBeNull();
    server.asked[1]?.answer({ report: report(2), source: "new" });
    await vi.advanceTimersByTimeAsync(0);
    expect(view.getState().source).toBe("new");
    expect(view.getState().isCheckLate).toBe(false);
    stop();
  });

  test("does not ask again for a move", async () => {
    const { graph, server, stop } = opened();
    await vi.advanceTimersByTimeAsync(200);
    graph.move(new Map([["a", [50, 60]]]));
    await vi.advanceTimersByTimeAsync(200);
    expect(server.asked).toHaveLength(1);
    stop();
  });

  test("asks again when a port is moved past another one, for that is their order", async () => {
    const { graph, server, stop } = opened();
    graph.addNode("low", { type: "Input", params: {}, position: [0, 50], note: "" });
    graph.addNode("top", { type: "Input", params: {}, position: [0, 10], note: "" });
    await vi.advanceTimersByTimeAsync(200);
    graph.move(new Map([["low", [0, 40]]]));
    await vi.advanceTimersByTimeAsync(200);
    expect(server.asked).toHaveLength(1);
    graph.move(new Map([["low", [0, 0]]]));
    await vi.advanceTimersByTimeAsync(200);
    expect(server.asked).toHaveLength(2);
    stop();
  });

  test("goes on asking while the server is away, and says so", async () => {
    const { view, server, stop } = opened();
    await vi.advanceTimersByTimeAsync(200);
    server.asked[0]?.fail(new ApiError(0, "offline", "The server can't be reached.", "", []));
    await vi.advanceTimersByTimeAsync(2_100);
    expect(view.getState().checkTrouble).toBe("The server can't be reached.");
    server.asked[1]?.answer({ report: report(1), source: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(view.getState().checkTrouble).toBeNull();
    stop();
  });

  test("asks at once when the line is back", async () => {
    const { view, server, stop } = opened();
    await vi.advanceTimersByTimeAsync(200);
    lineIsGone("quiet");
    server.asked[0]?.fail(new ApiError(0, "offline", "The server can't be reached.", "", []));
    await vi.advanceTimersByTimeAsync(100);
    lineStands();
    server.asked[1]?.answer({ report: report(1), source: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(view.getState()).toMatchObject({ isCheckLate: false, checkTrouble: null });
    stop();
  });

  test.each([
    [503, 2],
    [413, 1],
  ])(
    "says why there is no answer when it is %i, and asks again where that may help",
    async (status, times) => {
      const { view, server, stop } = opened();
      await vi.advanceTimersByTimeAsync(200);
      server.asked[0]?.fail(new ApiError(status, "code", "It can't be.", "Try less.", []));
      await vi.advanceTimersByTimeAsync(2_100);
      expect(view.getState().checkTrouble).toBe("It can't be. Try less.");
      expect(server.asked).toHaveLength(times);
      stop();
    },
  );

  test("keeps the identity of nodes whose report is as before", () => {
    const node = () => ({
      inputs: {},
      outputs: {},
      parameters: 3,
      flops: 0,
      activation_bytes: 0,
      inferred: {},
      is_needed: true,
      spec: null,
    });
    const before = { ...report(3), nodes: { a: node(), b: node() } };
    const after = keepUnchanged(
      { ...report(4), nodes: { a: node(), b: { ...node(), parameters: 4 } } },
      before,
    );
    expect(after.nodes.a).toBe(before.nodes.a);
    expect(after.nodes.b?.parameters).toBe(4);
  });
});
