import type { ReactNode } from "react";
import { liveRun } from "../live/live";
import { flatsOf, toggleBaseline, useBaselines } from "./baselines/baselines";
import { type ChartPlan, CURVE_WORDS, type CurveOf, isOfAverages, measuredOn } from "./charts";
import { SMOOTHINGS, type Smoothing, windowOf } from "./decimate";
import { setSmoothing, useChartSettings } from "./settings";
import { LINES } from "./theme";

interface Props {
  plan: ChartPlan;
  /** How many steps the longest line of the training has. */
  length: number;
  /** Some of it failed and was taken back. */
  hasPast: boolean;
}

/** Which line is which, and how much the training's are smoothed. */
export function Legend({ plan, length, hasPast }: Props) {
  const { nodes, key } = plan;
  const told = useBaselines((view) => view.told);
  const flats = flatsOf(told, nodes);
  const isTrained = key === "loss";
  const { curves } = liveRun.state;
  const learned: CurveOf = isTrained ? "train" : "training";
  const hasLearned = nodes.some((node) => curves.has(`${learned}/${node}`));
  const splits: CurveOf[] = hasLearned ? [learned, measuredOn(curves)] : [measuredOn(curves)];
  const isOne = nodes.length * splits.length < 2;
  const isPending = key !== "loss" && flats.length === 0 && (told?.pending.length ?? 0) > 0;
  const hasBaselines = flats.length > 0 || isPending || plan.against !== undefined;
  if (isOne && !hasPast && !hasBaselines) return null;
  const past = LINES[0][isTrained ? "train" : "measured"];
  return (
    <ul className="run-legend">
      {!isOne &&
        splits.map((split) => (
          <Lines key={split} split={split} nodes={nodes}>
            {split === "train" && <SmoothingChoice length={length} />}
          </Lines>
        ))}
      {hasPast && (
        <li title="It failed and was taken back. The run did not go on from there.">
          <span className="run-line is-past" style={{ color: `var(${past})` }} />
          before going back
        </li>
      )}
      {plan.against?.map(({ node, name }) => (
        <li key={node}>
          <span className="run-line is-baseline" />
          {name}
        </li>
      ))}
      {isPending && <li title={told?.pending.join(", ")}>baselines are being computed…</li>}
      {flats.length <= MOST_LISTED ? (
        flats.map((flat) => <Switch key={`${flat.measure}/${flat.name}`} name={flat.name} how={flat.how} />)
      ) : (
        <AllSwitch names={flats.map(({ name }) => name)} />
      )}
    </ul>
  );
}

/** So many horizontal lines are each in the legend; more are switched under "Compare". */
const MOST_LISTED = 3;

/** A horizontal line, which a press switches off and on again. */
function Switch({ name, how }: { name: string; how: string }) {
  const isOn = useBaselines((view) => !view.hidden.has(name));
  return (
    <li>
      <button
        type="button"
        className="run-switch"
        aria-pressed={isOn}
        title={how}
        onClick={() => toggleBaseline(name)}
      >
        <span className="run-line is-baseline" />
        {name}
      </button>
    </li>
  );
}

/** All horizontal lines at once. */
function AllSwitch({ names }: { names: string[] }) {
  const hidden = useBaselines((view) => view.hidden);
  const on = names.filter((name) => !hidden.has(name));
  const turned = on.length > 0 ? on : names;
  return (
    <li>
      <button
        type="button"
        className="run-switch"
        aria-pressed={on.length > 0}
        title="What other methods come to on the same data"
        onClick={() => turned.forEach(toggleBaseline)}
      >
        <span className="run-line is-baseline" />
        {names.length} baselines
      </button>
    </li>
  );
}

function Lines({ split, nodes, children }: { split: CurveOf; nodes: string[]; children: ReactNode }) {
  return (
    <>
      {nodes.map(
        (node, i) =>
          (!isLearned(split) || !isOfAverages(node)) && (
            <li key={node}>
              <span className="run-line" style={{ background: `var(${colourOf(split, i)})` }} />
              {CURVE_WORDS[split]} {nodes.length > 1 && node}
            </li>
          ),
      )}
      {children && <li>{children}</li>}
    </>
  );
}

function colourOf(split: CurveOf, i: number): string | undefined {
  return LINES[i % LINES.length]?.[isLearned(split) ? "train" : "measured"];
}

function isLearned(split: CurveOf): boolean {
  return split === "train" || split === "training";
}

/** Says over how many steps the training's line is a mean, and lets it be set. */
function SmoothingChoice({ length }: { length: number }) {
  const smoothing = useChartSettings((settings) => settings.smoothing);
  const windows = (Object.keys(SMOOTHINGS) as Smoothing[]).map(
    (each) => [each, windowOf(length, each)] as const,
  );
  if (windows.every(([, window]) => window === 1)) return "every step";
  return (
    <select
      className="run-smoothing"
      aria-label="Smoothing of training"
      title="Over how many steps each point of the line is a mean. The band behind it holds every step."
      value={smoothing}
      onChange={({ target }) => setSmoothing(target.value as Smoothing)}
    >
      {windows.map(([each, window]) => (
        <option key={each} value={each}>
          {window === 1 ? "every step" : `${window}-step mean`}
        </option>
      ))}
    </select>
  );
}
