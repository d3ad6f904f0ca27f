import { Menu } from "@base-ui/react/menu";
import { useEditor, useView } from "../../editor";
import { useLists } from "../../offers/lists";
import { DropDown } from "../../parts/DropDown";
import type { Pressed } from "../../parts/later";
import { keptWeights } from "../../run/controls/weights";
import { hasEnded, type Run } from "../../run/live/frames";
import { useLiveView } from "../../run/live/live";
import { nameOf } from "../../run/live/sentences";
import type { Exporter } from "../../server";
import { exportAs, exportCurves, whyNothingLearned } from "./exports";

/** Every format that what is drawn, or what a run has learned, can be saved in. */
export function ExportMenu({ isByKey }: Pressed) {
  const exporters = useLists((lists) => lists.exporters);
  const best = useLiveView(({ facts }) => (facts && hasEnded(facts.status) ? facts.best : null));
  const run = useLiveView(({ runs, runId }) => runs?.find(({ id }) => id === runId));
  const who = run ? nameOf(run) : "the run";
  const learned = best
    ? `What ${who} had learned at its best, after epoch ${best.epoch}`
    : `What ${who} has learned`;
  return (
    <DropDown isByKey={isByKey} label="Export">
      <Formats name="What is drawn" exporters={exporters.filter((each) => !each.needs_weights)} />
      <Beginnings />
      <Menu.Separator className="menu-separator" />
      <Formats name={learned} exporters={exporters.filter((each) => each.needs_weights)} />
      <Menu.Separator className="menu-separator" />
      <Curves run={run} />
    </DropDown>
  );
}

/** The files that have to lie beside what is exported of a drawing that begins from weights. */
function Beginnings() {
  const beginnings = useView((view) => view.document.training.begins_from);
  return (beginnings ?? []).map(({ weights, title }) => (
    <Menu.Item
      key={weights}
      className="menu-item"
      render={<a href={keptWeights.download(weights)} download />}
    >
      <strong>The weights that it begins from</strong>
      <span>{title || weights.slice(0, 8)}: the file that scripts and notebooks look for beside them.</span>
    </Menu.Item>
  ));
}

/** Every loss of every step and what was measured after each epoch, for a spreadsheet. */
function Curves({ run }: { run: Run | undefined }) {
  const hasSteps = useLiveView(({ facts }) => (facts?.step ?? 0) > 0);
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu-label">
        How {run ? nameOf(run) : "the run"} was trained
      </Menu.GroupLabel>
      <Menu.Item
        className="menu-item"
        disabled={!run || !hasSteps}
        onClick={() => run && void exportCurves(run)}
      >
        <strong>Curves (CSV)</strong>
        <span>{hasSteps ? "Every step's loss, and every epoch's losses and metrics." : "Train first."}</span>
      </Menu.Item>
    </Menu.Group>
  );
}

function Formats({ name, exporters }: { name: string; exporters: readonly Exporter[] }) {
  const editor = useEditor();
  const runId = useLiveView((view) => view.runId);
  const nothingLearned = useLiveView(whyNothingLearned);
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu-label">{name}</Menu.GroupLabel>
      {exporters.map((exporter) => {
        const obstacle = exporter.needs_weights ? nothingLearned : null;
        return (
          <Menu.Item
            key={exporter.key}
            className="menu-item"
            disabled={obstacle !== null}
            onClick={() => void exportAs(editor, exporter, runId)}
          >
            <strong>{exporter.title}</strong>
            <span>{obstacle ?? exporter.summary}</span>
          </Menu.Item>
        );
      })}
    </Menu.Group>
  );
}
