import { useLine } from "../../line/line";
import { isShareNode, measuredOn, planCharts } from "../charts/charts";
import { useDrawings } from "../live/drawings";
import { hasEnded, type RunFacts, type Status } from "../live/frames";
import { type LiveView, liveRun, useLiveView } from "../live/live";
import * as say from "../live/sentences";
import { behind, useUnits } from "../live/units";

const PART_NAMES = { validation: "Validation", test: "Test" };
const CUT_OFF = "when last heard of. The connection is gone; trying again. Nothing is lost.";

/** Where the run stands: its state in words, how far it is, how fast, and what it came to. */
export function RunProgress() {
  const facts = useLiveView((view) => view.facts);
  const outlook = useLiveView((view) => view.outlook);
  const isLineCut = useLine((line) => line.isCut);
  const isCutOff = useLiveView(isUnheard) || isLineCut;
  const hasRun = useLiveView((view) => view.runId !== null);
  if (!hasRun) return <p className="run-status">Not trained yet.</p>;
  if (!facts) return <p className="run-status">Fetching the run…</p>;
  const { step, total_steps, rate, status } = facts;
  const isCounting = status === "running" && outlook.has_worker && !outlook.trouble && !isCutOff; // else its figures are old
  const toGo = isCounting ? say.secondsToGo(facts, outlook.sharing) : null;
  return (
    <div className="run-progress">
      <p className="run-status" role="status" data-status={status} title={facts.reason}>
        <strong>{say.statusWord(status)}</strong> {isCutOff ? CUT_OFF : say.statusSentence(facts, outlook)}
      </p>
      <progress max={Math.max(1, total_steps)} value={step} aria-label="Steps done" />
      <p className="run-fine run-figures" data-ended={hasEnded(status)}>
        <span>
          step {say.count(step)} / {say.count(total_steps)}
        </span>
        <span>{say.epochWords(facts)}</span>
        <span>{isCounting && rate > 0 ? `${say.count(rate)} steps/s` : lastLoss(status)}</span>
        <span>{toGo === null ? "" : `${say.durationWords(toGo)} to go`}</span>
        <span className="run-sharing">{isCounting ? say.sharingWords(outlook) : ""}</span>
      </p>
      <StageLine facts={facts} />
      {facts.precision !== "float32" && <p className="run-fine">{say.precisionWords(facts)}</p>}
      {facts.begun_from.map(({ number, words }) => (
        <p key={number} className="run-fine">
          {words}
        </p>
      ))}
      <Best facts={facts} />
      <Metrics facts={facts} />
    </div>
  );
}

/** In which stage the run is, until it has ended. */
function StageLine({ facts }: { facts: RunFacts }) {
  const runId = useLiveView((view) => view.runId);
  const stages = useDrawings(({ known }) => known.get(runId ?? "")?.training.stages?.length);
  const words = hasEnded(facts.status) ? "" : say.stageWords(facts, stages);
  return words && <p className="run-fine run-stage">{words}</p>;
}

/** The first try after a socket closed often helps, and is over in a moment. */
function isUnheard({ connection }: LiveView): boolean {
  return connection.phase === "quiet" || (connection.phase === "waiting" && connection.failures > 1);
}

/** While a run is paused, perhaps to be taken step by step: the loss of its last step. */
function lastLoss(status: Status): string {
  const curve = [...liveRun.state.curves].find(([name]) => name.startsWith("train/"))?.[1];
  const last = curve?.last;
  if (status !== "paused" || last === null || last === undefined) return "";
  return `training loss ${say.metricText(last, false)}`;
}

function Best({ facts }: { facts: RunFacts }) {
  const unitOf = useUnits();
  if (!facts.best) return null;
  const { curves } = liveRun.state;
  const unit = unitOf(facts.best.monitor);
  const isShare = isShareNode(curves, facts.best.monitor, unit);
  return (
    <p className="run-fine run-best">{say.bestWords(facts, measuredOn(curves), isShare, behind(unit))}</p>
  );
}

/** What the validation gave last, shares first, and beneath it what the test part gave in the end. */
function Metrics({ facts: { metrics, tests } }: { facts: RunFacts }) {
  const unitOf = useUnits();
  const { curves } = liveRun.state;
  const part = PART_NAMES[measuredOn(curves)];
  const test = tests.at(-1);
  const shares = planCharts(curves, unitOf)
    .filter((plan) => plan.isShare)
    .flatMap((plan) => plan.nodes);
  const told = (node: string, value = Number.NaN) =>
    say.metricText(value, shares.includes(node), behind(unitOf(node)));
  const entries = Object.entries(metrics).sort(([a], [b]) => +shares.includes(b) - +shares.includes(a));
  return (
    <>
      <dl className="run-metrics">
        {entries.map(([node, value]) => (
          <div key={node} data-metric={node}>
            <dt>
              {part} {node.replaceAll("_", " ")}
            </dt>
            <dd>{told(node, value)}</dd>
            {test && <dd className="run-tested">{told(node, test.metrics[node])} on test</dd>}
          </div>
        ))}
      </dl>
      {test && <p className="run-fine">{say.testWords(test)}</p>}
    </>
  );
}
