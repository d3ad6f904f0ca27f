import { Play } from "lucide-react";
import { type FormEvent, type ReactNode, useId } from "react";
import { blockOf } from "../document/reading/blocks";
import { measuredIn } from "../document/reading/measured";
import { useEditor, useView } from "../editor";

import { useLine } from "../line/line";
import { usePast } from "../past/past";

import { whyNotTrain } from "../run/live/sentences";
import { AxisField } from "./AxisField";
import { combinations, type Draft, planOf, useDraft, vary } from "./draft";
import { placesIn } from "./places";
import { startSweep, useSweeps } from "./sweeps";

const PARALLEL = [1, 2, 3, 4] as const;

/** What to vary, how to choose the values, and how many trials to make of it. */
export function PlanForm() {
  const { graph } = useEditor();
  const draft = useDraft();
  const judge = useJudge(draft);
  const report = useView((view) => view.report);
  const isBusy = useSweeps((now) => now.isBusy);
  const isPast = usePast(({ editor }) => editor !== null);
  const isCut = useLine((line) => line.isCut);
  const planned = planOf({ ...draft, judge });
  const obstacle = whyNotTrain(report, false, isPast, isCut) ?? (planned.ok ? null : planned.message);
  const start = (event: FormEvent) => {
    event.preventDefault();
    if (planned.ok && obstacle === null) void startSweep(graph.document, planned.plan);
  };
  return (
    <form className="sweep-plan" aria-label="A new sweep" onSubmit={start}>
      <div>
        <div className="run-row sweep-start">
          <button type="submit" className="run-button run-train" disabled={obstacle !== null || isBusy}>
            <Play aria-hidden size={14} /> Start the sweep
          </button>
          <AddAxis />
        </div>
        <p className="run-fine" role="status">
          {obstacle}
        </p>
        {draft.axes.map((axis) => (
          <AxisField key={axis.path} axis={axis} isGrid={draft.search === "grid"} />
        ))}
      </div>
      {draft.axes.length > 0 && (
        <div>
          <Choices draft={draft} judge={judge} />
        </div>
      )}
    </form>
  );
}

/** A list of all that can be varied. */
function AddAxis() {
  const catalog = useView((view) => view.catalog);
  const document = useView((view) => view.document);
  const report = useView((view) => view.report);
  const axes = useDraft((now) => now.axes);
  const groups = placesIn(
    { catalog, document, report },
    axes.map(({ path }) => path),
  );
  const places = [...groups.values()].flat();
  return (
    <label className="sweep-add">
      <span className="run-unseen">Add a setting to vary</span>
      <select
        className="field"
        value=""
        onChange={({ target }) => {
          const place = places.find(({ path }) => path === target.value);
          if (place) vary(place);
        }}
      >
        <option value="">{axes.length > 0 ? "Vary another setting…" : "Vary a setting…"}</option>
        {[...groups].map(([group, within]) => (
          <optgroup key={group} label={group}>
            {within
              .filter(({ path }) => !axes.some((axis) => axis.path === path))
              .map(({ path }) => (
                <option key={path} value={path}>
                  {path}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

/** How values are chosen, how many, and by what they are judged. */
function Choices({ draft, judge }: { draft: Draft; judge: string }) {
  const searches = useSweeps((now) => now.searches);
  const measured = useMeasured();
  const set = (change: Partial<Draft>) => useDraft.setState(change);
  const chosen = searches.find(({ key }) => key === draft.search);
  return (
    <>
      <Choice
        label="Search"
        value={draft.search}
        options={searches.map(({ key, title }) => [key, title])}
        onChoose={(search) => set({ search })}
        help={chosen?.summary}
      />
      {draft.search === "grid" ? (
        <p className="run-fine">{gridWords(combinations(draft))}</p>
      ) : (
        <div className="form-row">
          <label htmlFor="sweep-trials">Trials</label>
          <input
            id="sweep-trials"
            className="field mono"
            inputMode="numeric"
            value={draft.trials}
            onChange={({ target }) => set({ trials: target.value })}
          />
        </div>
      )}
      <Choice
        label="At a time"
        value={String(draft.parallel)}
        options={PARALLEL.map((many) => [String(many), String(many)])}
        onChoose={(many) => set({ parallel: Number(many) })}
      />
      <Choice
        label="Judged by"
        value={judge}
        options={measured.map((name) => [name, `validation ${name}`])}
        onChoose={(name) => set({ judge: name })}
      />
      <Choice
        label="Measured"
        value={draft.at}
        options={[
          ["best", "after its best epoch"],
          ["end", "at the end"],
        ]}
        onChoose={(at) => set({ at: at as Draft["at"] })}
      />
      <label className="run-check sweep-prune">
        <input
          type="checkbox"
          className="checkbox"
          checked={draft.prune}
          onChange={({ target }) => set({ prune: target.checked })}
        />
        End trials early that are worse than half of the others
      </label>
    </>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  options: (readonly [value: string, words: string])[];
  onChoose: (value: string) => void;
  help?: ReactNode;
}

function Choice({ label, value, options, onChoose, help }: ChoiceProps) {
  const id = useId();
  return (
    <div className="form-row">
      <label htmlFor={id}>{label}</label>
      <select id={id} className="field" value={value} onChange={({ target }) => onChoose(target.value)}>
        {options.map(([key, words]) => (
          <option key={key} value={key}>
            {words}
          </option>
        ))}
      </select>
      <div className="form-help">{help}</div>
    </div>
  );
}

function gridWords(many: number | null): string {
  if (many === null) return "Every combination is tried.";
  return many === 1 ? "1 combination is tried." : `${many} combinations are tried.`;
}

function useMeasured(): string[] {
  const catalog = useView((view) => view.catalog);
  const main = useView((view) => blockOf(view.document));
  return measuredIn(main, catalog);
}

/** What trials are judged by: what was chosen while the drawing has it, else its first metric, else its loss. */
function useJudge({ judge }: Draft): string {
  const catalog = useView((view) => view.catalog);
  const main = useView((view) => blockOf(view.document));
  const measured = measuredIn(main, catalog);
  if (measured.includes(judge)) return judge;
  const isMetric = (name: string) => catalog.get(main.nodes[name]?.type ?? "")?.role === "metric";
  return measured.find(isMetric) ?? measured[0] ?? "";
}
