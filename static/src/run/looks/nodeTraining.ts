import { isShareNode, measuredOn } from "../charts/charts";
import { liveRun, useLiveView } from "../live/live";
import { metricText } from "../live/sentences";
import { behind, type Unit, useUnits } from "../live/units";

export interface NodeTraining {
  /** The run looked at moves at this moment. */
  isTraining: boolean;
  /** What a loss or metric node last gave, and on which part of the data, as text; null for other nodes. */
  latest: string | null;
}

function told(node: string, value: number, unit: Unit): string {
  const { curves } = liveRun.state;
  return `${metricText(value, isShareNode(curves, node, unit), behind(unit))} on ${measuredOn(curves)}`;
}

/** What training has to show on one node of the drawing. */
export function useNodeTraining(node: string): NodeTraining {
  const isTraining = useLiveView((view) => view.facts?.status === "running");
  const unitOf = useUnits();
  const latest = useLiveView((view) => {
    const value = view.facts?.metrics[node];
    return value === undefined ? null : told(node, value, unitOf(node));
  });
  return { isTraining, latest };
}
