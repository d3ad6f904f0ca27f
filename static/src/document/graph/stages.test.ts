import { describe, expect, test } from "vitest";
import * as Y from "yjs";
import type { Document, Node, Stage } from "../../types/generated";
import { cutOut, insert, readFragment } from "./fragment";
import { Graph } from "./graph";
import { DEFAULT_TRAINING } from "./projection";
import { placeAfter } from "./stages";

const node = (type: string, params: Node["params"] = {}): Node => ({
  type,
  params,
  position: [0, 0],
  note: "",
});

const stage = (name: string, more: Partial<Stage> = {}): Stage => ({
  name,
  epochs: 10,
  objectives: [],
  frozen: [],
  batch_size: null,
  monitor: null,
  patience: null,
  min_delta: null,
  goals: {},
  times: {},
  ...more,
});

const STAGES = [
  stage("Pre-train", { epochs: 3, objectives: ["rebuild"], goals: { rebuild: { lr: 0.1 } } }),
  stage("Fine-tune", { epochs: 4, objectives: ["classify"], frozen: ["encoder"], times: { deep: 2 } }),
];

function drawing(): Document {
  return {
    version: 1,
    main: "main",
    training: {
      ...DEFAULT_TRAINING,
      epochs: 7,
      stages: STAGES,
      begins_from: [{ weights: "9f", title: "", nodes: { encoder: "enc" } }],
    },
    blocks: {
      main: {
        params: {},
        nodes: {
          encoder: node("Linear"),
          deep: node("Repeat", { block: "part", times: 4 }),
          rebuild: node("Objective", { over: "encoder, deep" }),
          classify: node("Objective"),
        },
        edges: {},
      },
    },
  };
}

function drawn(): Graph {
  const graph = new Graph();
  graph.load(drawing());
  return graph;
}

const stagesOf = ({ document }: Graph) => document.training.stages ?? [];

describe("the stages of a training", () => {
  test("read back as they were loaded, and as they were written", () => {
    const graph = drawn();
    expect(graph.document).toEqual(drawing());
    graph.setStages([...STAGES, stage("Rest")]);
    expect(stagesOf(graph)).toEqual([...STAGES, stage("Rest")]);
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("decide how many epochs there are, in the drawing and in what is stored", () => {
    const graph = drawn();
    graph.setStages([stage("One", { epochs: 2 }), stage("Two", { epochs: 6 })]);
    expect(graph.document.training.epochs).toBe(8);
    const stored = graph.doc.getMap("document").toJSON() as Document;
    expect(stored.training.epochs).toBe(8);
    graph.setTraining("epochs", 99);
    expect(graph.document.training.epochs).toBe(8);
  });

  test("are gone when there are none, and the epochs stay", () => {
    const graph = drawn();
    graph.setStages([]);
    expect(graph.document.training.stages).toBeUndefined();
    expect(graph.document.training.epochs).toBe(7);
  });

  test("of a drawing are read by a file that was restored over them", () => {
    const graph = drawn();
    graph.setStages([stage("One")]);
    graph.restore(drawing());
    expect(graph.document).toEqual(drawing());
    graph.restore({ ...drawing(), training: DEFAULT_TRAINING });
    expect(graph.document.training.stages).toBeUndefined();
  });
});

describe("two people at the stages of one training", () => {
  function peerOf(graph: Graph) {
    const peer = new Graph();
    const meet = () => {
      Y.applyUpdate(peer.doc, Y.encodeStateAsUpdate(graph.doc));
      Y.applyUpdate(graph.doc, Y.encodeStateAsUpdate(peer.doc));
    };
    meet();
    return { peer, meet };
  }
  const change = (graph: Graph, index: number, more: Partial<Stage>) =>
    graph.setStages(stagesOf(graph).map((each, at) => (at === index ? { ...each, ...more } : each)));

  test("may edit two of them, and two fields of one, at the same time", () => {
    const graph = drawn();
    change(graph, 0, { name: "Begin" });
    const { peer, meet } = peerOf(graph);
    change(graph, 0, { epochs: 30 });
    change(graph, 1, { batch_size: 8 });
    change(peer, 1, { epochs: 40 });
    meet();
    expect(peer.document).toEqual(graph.document);
    expect(stagesOf(graph).map(({ epochs, batch_size }) => [epochs, batch_size])).toEqual([
      [30, null],
      [40, 8],
    ]);
    expect(graph.document.training.epochs).toBe(70);
  });

  test("undo takes back one's own alone", () => {
    const graph = drawn();
    change(graph, 0, { name: "Begin" });
    const { peer, meet } = peerOf(graph);
    change(graph, 1, { frozen: ["encoder", "deep"] });
    peer.setStages([...stagesOf(peer), stage("Rest")]);
    meet();
    graph.undo();
    meet();
    expect(stagesOf(peer).map(({ name, frozen }) => [name, frozen])).toEqual([
      ["Begin", []],
      ["Fine-tune", ["encoder"]],
      ["Rest", []],
    ]);
  });
});

describe("stages name nodes", () => {
  test("by the names that these have now", () => {
    const graph = drawn();
    graph.rename("encoder", "eyes");
    graph.rename("deep", "tower");
    graph.rename("rebuild", "paint");
    const { stages = [], begins_from } = graph.document.training;
    expect(stages[0]).toEqual({ ...STAGES[0], objectives: ["paint"], goals: { paint: { lr: 0.1 } } });
    expect(stages[1]).toEqual({ ...STAGES[1], frozen: ["eyes"], times: { tower: 2 } });
    expect(begins_from).toEqual([{ weights: "9f", title: "", nodes: { eyes: "enc" } }]);
    expect(graph.block.nodes.paint?.params.over).toBe("eyes, tower");
    graph.undo();
    graph.undo();
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("no more when these are deleted, but where none would mean all", () => {
    const graph = drawn();
    graph.removeNodes(["encoder", "deep", "rebuild"]);
    const { stages = [], begins_from } = graph.document.training;
    expect(stages[0]).toEqual({ ...STAGES[0], goals: {} });
    expect(stages[1]).toEqual({ ...STAGES[1], frozen: [], times: {} });
    expect(begins_from).toEqual([]);
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("only in the main block: a node inside of another may have the same name", () => {
    const graph = drawn();
    graph.addBlock("part", { params: {}, nodes: { encoder: node("ReLU") }, edges: {} });
    graph.changeIn("part", () => graph.removeNodes(["encoder"]));
    expect(stagesOf(graph)).toEqual(STAGES);
  });

  test("and copies of them, in the same stages", () => {
    const graph = drawn();
    const copied = readFragment(JSON.stringify(cutOut(graph.document, "main", ["encoder", "rebuild"])));
    insert(graph, copied as NonNullable<typeof copied>, [40, 40]);
    const [first, second] = stagesOf(graph);
    expect(first?.objectives).toEqual(["rebuild", "rebuild2"]);
    expect(first?.goals.rebuild2).toEqual({ lr: 0.1 });
    expect(second?.frozen).toEqual(["encoder", "encoder2"]);
    expect(graph.block.nodes.rebuild2?.params.over).toBe("encoder2, deep");
    graph.undo();
    expect(graph.document).toEqual(drawing());
  });

  test("which are cut out and put back", () => {
    const graph = drawn();
    const cut = cutOut(graph.document, "main", ["encoder"]);
    graph.removeNodes(["encoder"]);
    insert(graph, cut, [0, 0]);
    expect(stagesOf(graph)).toEqual(STAGES);
  });
});

describe("a stage that was chosen", () => {
  const [one, two] = STAGES as [Stage, Stage];
  const other = stage("Other");
  test.each<[string, Stage[], number | null]>([
    ["stays where nothing moves", [one, two], 1],
    ["is followed where another comes before it", [other, one, two], 2],
    ["is followed where it is moved", [two, one], 0],
    ["stays where it is edited", [one, { ...two, epochs: 9 }], 1],
    ["is given up where it is removed", [one], null],
  ])("%s", (_words, after, place) => expect(placeAfter([one, two], after, 1)).toBe(place));
});
