import "../looks/shown.css";
import { useMemo } from "react";
import type { GraphSeen } from "../../types/generated";
import { useIsDark } from "../charts/theme";
import { ClassLegend } from "../looks/parts/ClassLegend";
import { classColour } from "../looks/parts/colours";
import { valuesOf } from "../looks/parts/floats";
import { type Box, placeIn } from "../looks/parts/plane";
import type { PictureKind } from "../looks/registry";

const BOX: Box = [-1.1, 1.1, -1.1, 1.1];
const FAINTEST = 0.3;

export const picture: PictureKind<"graph"> = {
  key: "graph",
  Picture: ({ picture }) => (
    <div className="with-legend">
      <Drawn graph={picture} of={picture.said} name="says" certainty={picture.certainty} />
      <Drawn graph={picture} of={picture.right} name="is, where it is known" />
      <ClassLegend classes={picture.classes} />
    </div>
  ),
  words: ({ picture: { said, right, classes } }) => {
    const known = [...right].filter((label) => label < classes.length).length;
    const hits = [...right].filter((label, node) => label === said[node]).length;
    return `${hits} of ${known} known nodes right; the surer, the stronger the colour`;
  },
};

interface DrawnProps {
  graph: GraphSeen;
  /** A class for each node. */
  of: Uint8Array;
  name: string;
  certainty?: Uint8Array;
}

/** The graph with its nodes in the colours of their classes; one that is mistaken has a frame. */
function Drawn({ graph, of, name, certainty }: DrawnProps) {
  const { classes, places, edges, said, right } = graph;
  const isDark = useIsDark();
  const at = useMemo(() => {
    const points = valuesOf(places);
    return Array.from({ length: points.length / 2 }, (_, node) =>
      placeIn(points[2 * node] ?? 0, points[2 * node + 1] ?? 0, BOX),
    );
  }, [places]);
  const lines = edges.map(([one, other]) => `M${at[one]?.join(" ")}L${at[other]?.join(" ")}`).join("");
  return (
    <figure className="drawn-graph">
      <svg viewBox="0 0 100 100" role="img" aria-label={`What each node ${name}`}>
        <path d={lines} />
        {at.map(([x, y], node) => {
          const label = of[node] ?? 255;
          const truth = right[node] ?? 255;
          const isWrong = truth < classes.length && truth !== said[node];
          return (
            <circle
              // biome-ignore lint/suspicious/noArrayIndexKey: a node is its number
              key={node}
              cx={x}
              cy={y}
              r={2.6}
              className={`${label < classes.length ? "" : "is-unknown"} ${isWrong ? "is-wrong" : ""}`}
              {...(label < classes.length && {
                fill: classColour(label, isDark),
                fillOpacity: certainty ? strength(certainty[node] ?? 0, classes.length) : 1,
              })}
            >
              <title>{`Node ${node}: says ${classes[said[node] ?? 255]}, is ${classes[truth] ?? "not known"}`}</title>
            </circle>
          );
        })}
      </svg>
      <figcaption className="graph-name">{name}</figcaption>
    </figure>
  );
}

/** How strong a colour is for a certainty from chance to 1. */
function strength(certainty: number, classes: number): number {
  const sure = (certainty / 255 - 1 / classes) / (1 - 1 / classes);
  return FAINTEST + (1 - FAINTEST) * Math.max(0, sure);
}
