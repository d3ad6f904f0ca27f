import { Check } from "lucide-react";
import { useEditor, useView } from "../editor";
import { chooseRun } from "../past/past";
import { liveRun } from "../run/live/live";
import { statusWord } from "../run/live/sentences";
import { useMarked } from "./SweepChart";
import type { SweepDetail, Trial } from "./sweeps";
import { useSettingsOf } from "./useSettingsOf";
import { isShareOf, ranked, scoreText, shortPath, valueText } from "./words";

/** Every trial with its values and what it came to, the best on top; a click opens its run. */
export function TrialTable({ sweep }: { sweep: SweepDetail }) {
  const paths = sweep.plan.axes.map(({ path }) => path);
  const isShare = isShareOf(sweep);
  const isCounted = sweep.plan.shown !== null;
  return (
    <table>
      <caption className="run-unseen">Trials, the best first</caption>
      <thead>
        <tr>
          <th scope="col">Trial</th>
          <th scope="col">{sweep.plan.judge.name}</th>
          {paths.map((path) => (
            <th key={path} scope="col" title={path} className="mono">
              {shortPath(path, paths)}
            </th>
          ))}
          {isCounted && <th scope="col">parameters</th>}
          <th scope="col">
            <span className="run-unseen">Use</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {ranked(sweep).map((trial) => (
          <Row key={trial.number} {...{ trial, paths, isShare, isCounted }} best={sweep.best} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps {
  trial: Trial;
  paths: readonly string[];
  isShare: boolean;
  isCounted: boolean;
  best: number | null;
}

function Row({ trial, paths, isShare, isCounted, best }: RowProps) {
  const { view } = useEditor();
  const mark = (number: number | null) => useMarked.setState({ number });
  const { run, number, values } = trial;
  const isBest = number === best;
  const open = () => {
    liveRun.add(run);
    chooseRun(run.id);
    view.setState({ dockTab: "training", isDockOpen: true });
  };
  return (
    <tr
      className={isBest ? "is-best" : ""}
      data-trial={number}
      onPointerEnter={() => mark(number)}
      onPointerLeave={() => mark(null)}
      onFocus={() => mark(number)}
      onBlur={() => mark(null)}
    >
      <th scope="row">
        <button
          type="button"
          className="link"
          aria-label={`Look at the run of trial ${number + 1}`}
          title="Look at this run"
          onClick={open}
        >
          {number + 1}
        </button>
        {isBest && <span className="sweep-best">best</span>}
      </th>
      <td className={trial.score === null ? "is-open" : ""} title={run.reason}>
        {run.status === "failed" ? statusWord(run.status) : scoreText(trial, isShare)}
        {!run.ended_at && <span className="sweep-state"> {statusWord(run.status)}</span>}
      </td>
      {paths.map((path) => (
        <td key={path} className="mono">
          {valueText(values[path])}
        </td>
      ))}
      {isCounted && <td className="mono">{trial.parameters?.toLocaleString("en") ?? ""}</td>}
      <td>
        <UseButton trial={trial} />
      </td>
    </tr>
  );
}

function UseButton({ trial }: { trial: Trial }) {
  const use = useSettingsOf();
  const isReadOnly = useView((view) => view.isReadOnly);
  if (isReadOnly) return null;
  const label = `Use the settings of trial ${trial.number + 1}`;
  return (
    <button
      type="button"
      className="run-button run-small"
      aria-label={label}
      title={label}
      onClick={() => use(trial)}
    >
      <Check aria-hidden size={13} />
    </button>
  );
}
