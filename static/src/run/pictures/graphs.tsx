import "../looks/shown.css";
import { useMemo } from "react";
import type { GraphOf } from "../../types/generated";
import { useIsDark } from "../charts/theme";
import { classColour } from "../looks/parts/colours";
import { valuesOf } from "../looks/parts/floats";
import { type Box, placeIn } from "../looks/parts/plane";
import type { PictureKind } from "../looks/registry";

const BOX: Box = [-1.25, 1.25, -1.25, 1.25];

export const picture: PictureKind<"graphs"> = {
  key: "graphs",
  Picture: ({ picture: { graphs, kinds, meaning } }) => (
    <ol className="told-graphs" title={meaning}>
      {graphs.map((graph) => (
        <li key={graph.number}>
          <Told graph={graph} names={kinds} />
        </li>
      ))}
    </ol>
  ),
  words: ({ picture: { target } }) => `${target} of samples that it does not learn from`,
};

/** A graph with what its nodes are, and below it what is said of the whole. */
function Told({ graph, names }: { graph: GraphOf; names: string[] }) {
  const { number, places, edges, kinds, says, right, is_right } = graph;
  const isDark = useIsDark();
  const at = useMemo(() => {
    const points = valuesOf(places);
    return Array.from({ length: points.length / 2 }, (_, node) =>
      placeIn(points[2 * node] ?? 0, points[2 * node + 1] ?? 0, BOX),
    );
  }, [places]);
  return (
    <figure className="drawn-graph told-graph">
      <svg
        viewBox="0 0 100 100"
        role="img"
        aria-label={`Sample ${number}: ${at.length} nodes, ${edges.length} edges`}
      >
        <path d={edges.map(([one, other]) => `M${at[one]?.join(" ")}L${at[other]?.join(" ")}`).join("")} />
        {at.map(([x, y], node) => {
          const kind = kinds[node];
          const colour = kind === undefined ? "var(--accent)" : classColour(kind, isDark);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a node is its number
            <g key={node} transform={`translate(${x} ${y})`}>
              <circle r={7.5} style={{ stroke: colour }} />
              <text y={4} fill={colour}>
                {names[kind ?? -1]}
              </text>
            </g>
          );
        })}
      </svg>
      <figcaption>
        says <b data-right={is_right ?? undefined}>{says}</b>
        <br />
        <span className="faint">is</span> {right}
      </figcaption>
    </figure>
  );
}
