import { Menu } from "@base-ui/react/menu";
import { useEditor, useView } from "../editor";
import { hasEnded } from "../run/frames";
import { useLiveView } from "../run/live";
import type { Exporter } from "../server";
import { DropDown } from "./DropDown";
import { exportAs, whyNothingLearned } from "./exports";

const LEARNED = "What the run has learned";

/** Every format that what is drawn, or what a run has learned, can be saved in. */
export function ExportMenu() {
  const exporters = useView((view) => view.exporters);
  const best = useLiveView(({ facts }) => (facts && hasEnded(facts.status) ? facts.best : null));
  const learned = best ? `What the run had learned at its best, after epoch ${best.epoch}` : LEARNED;
  return (
    <DropDown label="Export">
      <Formats name="What is drawn" exporters={exporters.filter((each) => !each.needs_weights)} />
      <Menu.Separator className="menu-separator" />
      <Formats name={learned} exporters={exporters.filter((each) => each.needs_weights)} />
    </DropDown>
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
