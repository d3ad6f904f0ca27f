import "./baselines.css";
import { Scale } from "lucide-react";
import { useEffect } from "react";
import type { Baseline } from "../../types/generated";
import { compareAll, toggleBaseline, useBaselines } from "../charts/baselines/baselines";
import { isShareNode } from "../charts/charts";
import { liveRun, useLiveView } from "../live/live";
import { count, headingOf, metricText } from "../live/sentences";
import { behind, useUnits } from "../live/units";
import { RunPopup } from "./RunPopup";

/** What others come to on the same data: a button that compares, and a table of what came of it. */
export function RunBaselines() {
  const hasAny = useBaselines(
    ({ told }) => told !== null && (told.offered.length > 0 || told.lines.length > 0),
  );
  const isMine = useLiveView(({ runId }) => runId) === useBaselines(({ run }) => run);
  if (!hasAny || !isMine) return null;
  return (
    <div className="run-row">
      <RunPopup
        label={
          <>
            <Scale aria-hidden size={13} /> Compare with classical methods
          </>
        }
        title="Without a network"
      >
        <Compared />
      </RunPopup>
    </div>
  );
}

function Compared() {
  const told = useBaselines((view) => view.told);
  const trouble = useBaselines((view) => view.trouble);
  useEffect(compareAll, []);
  if (!told) return <p>{trouble || "Being computed…"}</p>;
  const flat = told.lines.filter(({ value }) => value !== null);
  const isLoss = (measure: string) => liveRun.state.curves.has(`train/${measure}`);
  const measures = [...new Set(flat.map(({ measure }) => measure))].sort((a, b) => +isLoss(a) - +isLoss(b));
  const rows = flat.find(({ rows, of }) => rows > 0 && rows < of);
  return (
    <div className="run-compared">
      {measures.map((measure) => (
        <Table key={measure} measure={measure} lines={flat.filter((line) => line.measure === measure)} />
      ))}
      {told.pending.length > 0 && <p role="status">Being computed: {told.pending.join(", ")}…</p>}
      {told.missing.map(({ name, why }) => (
        <p key={name}>
          {name}: {why}
        </p>
      ))}
      {trouble && <p role="alert">{trouble}</p>}
      <p className="run-fine">
        scikit-learn's methods with its own settings, fitted on the same training part and judged by the same
        measure.{rows && ` Of ${count(rows.of)} samples they were given ${count(rows.rows)}.`}
      </p>
    </div>
  );
}

function Table({ measure, lines }: { measure: string; lines: Baseline[] }) {
  const unit = useUnits()(measure);
  const metrics = useLiveView(({ facts }) => facts?.metrics);
  const test = useLiveView(({ facts }) => facts?.tests.at(-1));
  const hidden = useBaselines((view) => view.hidden);
  const isShare = isShareNode(liveRun.state.curves, measure, unit);
  const told = (value: number | null | undefined) =>
    value === null || value === undefined ? "" : metricText(value, isShare, behind(unit));
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{headingOf(measure)}</th>
          <th scope="col">validation</th>
          <th scope="col">{test ? "test" : ""}</th>
        </tr>
      </thead>
      <tbody>
        <tr className="is-network">
          <th scope="row">this network</th>
          <td>{told(metrics?.[measure])}</td>
          <td>{told(test?.metrics[measure])}</td>
        </tr>
        {lines.map(({ name, how, value, test: tested }) => (
          <tr key={name} title={how}>
            <th scope="row">
              <label>
                <input type="checkbox" checked={!hidden.has(name)} onChange={() => toggleBaseline(name)} />{" "}
                {name}
              </label>
            </th>
            <td>{told(value)}</td>
            <td>{told(tested)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
