import { useMemo, useRef, useState } from "react";
import type { Given } from "../../types/generated";
import type { AskedOf, FieldKind, FieldProps } from "../kinds";
import { chooseNode } from "../parts/chosenNode";
import { laidOut } from "../parts/layout";

const WIDE = 270;
const HIGH = 150;
/** So many nodes have room for their numbers. */
const FEW = 60;
type Edge = [number, number];

/** Nodes and wires: one node after another is chosen, and what joins them comes or goes. */
function GraphField({ asked, given, onGive }: FieldProps<"graph">) {
  const edges = useMemo(() => edgesOf(asked, given), [asked, given]);
  const [chosen, setChosen] = useState<number | null>(null);
  const mine = useRef<Given["graph"] | null>(null);
  const [laid, setLaid] = useState(edges);
  if (given !== mine.current && laid !== edges) setLaid(edges); // nodes stay where they are when a hand changes a wire
  const spots = useMemo(() => laidOut(asked.nodes, laid), [asked.nodes, laid]);
  const x = (node: number) => (spots[node]?.x ?? 0) * WIDE;
  const y = (node: number) => (spots[node]?.y ?? 0) * HIGH;
  const press = (node: number) => {
    chooseNode(asked.name, node);
    if (chosen === null || chosen === node) {
      setChosen(chosen === node ? null : node);
      return;
    }
    mine.current = { edges: toggled(edges, chosen, node) };
    onGive(mine.current);
    setChosen(null);
  };
  const radius = asked.nodes > FEW ? 4 : 7;
  return (
    <div className="tryit-graph">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture with buttons in it */}
      <svg
        viewBox={`0 0 ${WIDE} ${HIGH}`}
        role="group"
        aria-label={`${asked.name}: ${asked.nodes} nodes, ${edges.length} wires`}
      >
        {edges.map(([one, other]) => (
          <line key={`${one} ${other}`} x1={x(one)} y1={y(one)} x2={x(other)} y2={y(other)} />
        ))}
        {spots.map((_, node) => (
          // biome-ignore lint/a11y/useSemanticElements: a button within a picture
          <g
            // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place
            key={node}
            role="button"
            tabIndex={0}
            aria-label={`Node ${node}`}
            aria-pressed={node === chosen}
            transform={`translate(${x(node)} ${y(node)})`}
            onClick={() => press(node)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== " ") return;
              event.preventDefault();
              press(node);
            }}
          >
            <circle r={radius} />
            {asked.nodes <= FEW && <text dy="0.36em">{node}</text>}
          </g>
        ))}
      </svg>
      <p className="tryit-fine" aria-live="polite">
        {chosen === null
          ? `${asked.nodes} nodes, ${edges.length} wires. Choose a node, then another one to join or part them.`
          : `Node ${chosen}: choose another one to join or part them.`}
      </p>
    </div>
  );
}

/** The edges with one more, or without it where it is there. */
export function toggled(edges: readonly Edge[], one: number, other: number): Edge[] {
  const [low, high] = one < other ? [one, other] : [other, one];
  const left = edges.filter(([from, to]) => from !== low || to !== high);
  return left.length < edges.length ? left : [...left, [low, high]];
}

function edgesOf({ nodes }: AskedOf<"graph">, given: Given["graph"] | null): Edge[] {
  if (given === null) return [];
  if (!Array.isArray(given)) return given.edges;
  return given.flatMap((value, at): Edge[] => {
    const [one, other] = [Math.floor(at / nodes), at % nodes];
    return value !== 0 && one <= other ? [[one, other]] : [];
  });
}

export const field: FieldKind<"graph"> = {
  key: "graph",
  Field: GraphField,
  start: () => ({ edges: [] }),
  beginsWithSample: true,
  call: "Join nodes, and the network answers.",
};
