import { useState } from "react";
import { useIsDark } from "../../run/charts/theme";
import { metricText } from "../../run/live/sentences";
import { classColour } from "../../run/looks/parts/colours";
import type { AnswerKind, AnswerProps } from "../kinds";
import { Titled } from "./parts/Layers";

const ROOM = 6;

/** The graph, each node in the colour of what is said of it. */
function Graph({ name, told, right }: AnswerProps<"graph">) {
  const { classes, chosen, probabilities, known, edges, places } = told;
  const isDark = useIsDark();
  const [at, setAt] = useState<number | null>(null);
  const x = (node: number) => ROOM + (places[node]?.[0] ?? 0) * (160 - 2 * ROOM);
  const y = (node: number) => ROOM + (places[node]?.[1] ?? 0) * (100 - 2 * ROOM);
  const isWrong = (node: number) =>
    right !== null && (right.chosen[node] ?? -1) >= 0 && right.chosen[node] !== chosen[node];
  const judged = right ? right.chosen.filter((each) => each >= 0).length : 0;
  const wrong = chosen.filter((_, node) => isWrong(node)).length;
  const words = (node: number) => {
    const parts = [`node ${node}: ${classes[chosen[node] ?? -1] ?? "nothing"}`];
    if (probabilities[node] !== undefined) parts.push(metricText(probabilities[node], true));
    if ((known[node] ?? -1) >= 0) parts.push(`told in training: ${classes[known[node] as number]}`);
    if (right && (right.chosen[node] ?? -1) >= 0)
      parts.push(`right is ${classes[right.chosen[node] as number]}`);
    return parts.join(", ");
  };
  return (
    <div className="answer-figures">
      <Titled title={at === null ? name : words(at)}>
        <svg
          className="answer-graph"
          viewBox="0 0 160 100"
          role="img"
          aria-label={`${name}: ${chosen.length} nodes`}
        >
          {edges.map(([from, to]) => (
            <line key={`${from} ${to}`} x1={x(from)} y1={y(from)} x2={x(to)} y2={y(to)} />
          ))}
          {chosen.map((each, node) => (
            <g
              // biome-ignore lint/suspicious/noArrayIndexKey: a node is its number
              key={node}
              onPointerEnter={() => setAt(node)}
              onPointerLeave={() => setAt(null)}
            >
              {(known[node] ?? -1) >= 0 && <circle className="is-known" cx={x(node)} cy={y(node)} r={4.6} />}
              <circle
                cx={x(node)}
                cy={y(node)}
                r={3.2}
                fill={each < 0 ? "var(--fg-3)" : classColour(each, isDark)}
                data-wrong={isWrong(node)}
              >
                <title>{words(node)}</title>
              </circle>
            </g>
          ))}
        </svg>
      </Titled>
      <div className="answer-side">
        <ul className="class-legend answer-legend" aria-label="Classes">
          {classes.map((each, number) => (
            <li key={each}>
              <span className="swatch" style={{ background: classColour(number, isDark) }} />
              {each} <span className="tryit-fine">{chosen.filter((one) => one === number).length}</span>
            </li>
          ))}
        </ul>
        {known.some((each) => each >= 0) && <p className="tryit-fine">Ringed: told in training</p>}
        {right && (
          <p className="tryit-fine" aria-live="polite">
            {judged - wrong} of {judged} are right; wrong ones have a red edge
          </p>
        )}
      </div>
    </div>
  );
}

export const answer: AnswerKind<"graph"> = { key: "graph", Answer: Graph };
