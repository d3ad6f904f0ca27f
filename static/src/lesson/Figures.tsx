import type { Catalog } from "../document/reading/facts";
import { useView } from "../editor";
import { metricText } from "../run/live/sentences";
import { behind, isShareIn, unitIn } from "../run/live/units";
import type { Document } from "../types/generated";
import type { Bar, Baseline, Lesson, Told } from "./told";

/** What the starter came to, what it must come to, and what the task comes to without it. */
export function Figures({ told, lesson }: { told: Told; lesson: Lesson }) {
  const catalog = useView((view) => view.catalog);
  const document = useView((view) => view.document);
  return (
    <dl className="lesson-figures">
      {told.bars.map((bar) => (
        <BarRow key={bar.measure} bar={bar} told={told} document={document} catalog={catalog} />
      ))}
      {lesson.baselines.length > 0 && (
        <div>
          <dt>Measured against</dt>
          <dd>{lesson.baselines.map((each) => baselineWords(each, document, catalog)).join(", ")}</dd>
        </div>
      )}
    </dl>
  );
}

interface RowProps {
  bar: Bar;
  told: Told;
  document: Document;
  catalog: Catalog;
}

function BarRow({ bar, told, document, catalog }: RowProps) {
  const text = (value: number) => figureText(value, bar.measure, document, catalog);
  const found = told.measured?.figures[bar.measure] ?? [];
  const worst = bar.at === "least" ? Math.min(...found) : Math.max(...found);
  const asked = `at ${bar.at} ${text(bar.value)} is asked for`;
  return (
    <div>
      <dt>{measureWords(bar.measure)} on test</dt>
      <dd>
        {found.length > 0
          ? `${text(median(found))}, the median of ${found.length} seeds (worst ${text(worst)}); ${asked}`
          : asked}
      </dd>
    </div>
  );
}

function baselineWords(
  { name, measure, value, why }: Baseline,
  document: Document,
  catalog: Catalog,
): string {
  return value === null ? name : `${name} (${figureText(value, measure, document, catalog)}: ${why})`;
}

/** A figure as the page shows it elsewhere: a share as percent. */
export function figureText(value: number, measure: string, document: Document, catalog: Catalog): string {
  const unit = unitIn(document, catalog, measure);
  const node = document.blocks[document.main]?.nodes[measure];
  const isMetric = catalog.get(node?.type ?? "")?.role === "metric";
  return metricText(value, isMetric && isShareIn(unit, [value]), behind(unit));
}

/** A measure as the start of a line: "Test accuracy". */
export const measureWords = (measure: string): string => {
  const words = measure.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [
    sorted[sorted.length % 2 ? middle : middle - 1],
    sorted[middle],
  ];
  return (low + high) / 2;
}
