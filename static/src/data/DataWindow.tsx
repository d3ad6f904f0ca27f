import "./window.css";
import { type CSSProperties, useState } from "react";
import { openBlock } from "../document/view/view";
import { useView } from "../editor";
import { useIsDark } from "../run/charts/theme";
import { ClassLegend } from "../run/looks/parts/ClassLegend";
import { classColour } from "../run/looks/parts/colours";
import { valuesOf } from "../run/looks/parts/floats";
import type { ClassCounts, FieldFacts, Points, Preview, Rows } from "../types/generated";
import { manyOf } from "./NodeData";
import { PointsPicture } from "./PointsPicture";
import { type PartName, usePreview } from "./previews";
import { Value } from "./Value";

const PARTS: readonly { part: PartName; name: string; use: string }[] = [
  { part: "training", name: "Training", use: "What is learned from" },
  { part: "validation", name: "Validation", use: "What is measured on after every epoch" },
  { part: "test", name: "Test", use: "What is kept until the end" },
];
const WIDE = 1.6;
/** So many samples have room to be large. */
const FEW = 4;
/** More classes than this are unfolded by who wants to see them. */
const MOST_OPEN = 12;
const count = (many: number) => many.toLocaleString("en");

/** The data of the selected node, large: samples of one part, how many there are of what, and what each field holds. */
export function DataWindow() {
  const id = useView((view) => view.selection[0]);
  const isHere = useView((view) => id !== undefined && id in openBlock(view).nodes);
  if (id === undefined || !isHere) return <p className="run-hint">This node is no longer there.</p>;
  return <Data key={id} id={id} />;
}

function Data({ id }: { id: string }) {
  const [part, setPart] = useState<PartName>("training");
  const { preview, trouble } = usePreview(id, part, false);
  if (!preview) return <p className="run-hint">{trouble ?? "The data are being made…"}</p>;
  return (
    <div className="data-window" aria-busy={preview.part !== part}>
      <div className="chips" role="toolbar" aria-label="Part of the data">
        {PARTS.map(({ part: each, name, use }, place) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === part}
            title={use}
            onClick={() => setPart(each)}
          >
            {name} {count(preview.samples[place] ?? 0)}
          </button>
        ))}
      </div>
      <div className="data-body">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys reach it so */}
        <section className="data-shown" aria-label="Samples" tabIndex={0}>
          <Shown preview={preview} />
        </section>
        <section className="data-facts" aria-label="What there is">
          <p className="run-fine">{sharesWords(preview)}</p>
          {preview.counts.map((counts) => (
            <Counts
              key={counts.field}
              counts={counts}
              part={preview.part}
              isColoured={isColoured(preview, counts.field)}
            />
          ))}
          <Fields fields={preview.fields} />
        </section>
      </div>
    </div>
  );
}

/** "1,400 samples. These are 600 of the 1,000 for training." */
export function sharesWords({ samples, part, shown }: Preview): string {
  const all = samples.reduce((sum, many) => sum + many, 0);
  const ofPart = samples[PARTS.findIndex((each) => each.part === part)] ?? 0;
  const many = shown.kind === "points" ? (shown.points.shape[0] ?? 0) : manyOf(shown.columns);
  const which = many < ofPart ? `the first ${count(many)} of ${count(ofPart)}` : `all ${count(ofPart)}`;
  return `${count(all)} ${all === 1 ? "sample" : "samples"} in all. Shown: ${which} for ${part}.`;
}

/** Whether the picture shows the classes of a field by their colours. */
const isColoured = ({ shown }: Preview, field: string) =>
  shown.kind === "points" || shown.columns.some(({ name, look }) => name === field && look === "regions");

/** The samples of a preview, large. */
export function Shown({ preview: { shown } }: { preview: Preview }) {
  return shown.kind === "points" ? <LargePoints shown={shown} /> : <LargeRows rows={shown} />;
}

function LargePoints({ shown }: { shown: Points }) {
  const points = valuesOf(shown.points);
  const [left, right] = extent(points, 0);
  const [bottom, top] = extent(points, 1);
  const aspect = shown.is_plane ? Math.min(WIDE, Math.max(1, (right - left) / (top - bottom))) : WIDE;
  const many = shown.points.shape[0] ?? 0;
  return (
    <figure className="data-plane" style={{ "--aspect": aspect } as CSSProperties}>
      <PointsPicture shown={shown} aspect={aspect} radius={4} label={`${count(many)} points`} />
      <figcaption>
        {shown.x} to the right, from {short(left)} to {short(right)}; {shown.y} upwards, from {short(bottom)}{" "}
        to {short(top)}
        {shown.to && ". A line leads from each point to where it goes"}.
      </figcaption>
    </figure>
  );
}

/** The least and the largest of every second value. */
function extent(points: Float32Array, from: 0 | 1): [number, number] {
  const values = points.filter((_, at) => at % 2 === from);
  return [Math.min(...values), Math.max(...values)];
}

const short = (value: number) => Number(value.toPrecision(2)).toString();

function LargeRows({ rows: { kind, columns } }: { rows: Rows }) {
  const samples = Array.from({ length: manyOf(columns) }, (_, sample) => sample);
  const legend = columns.find((column) => column.look === "regions");
  const pictured = columns.filter(isPictured);
  const inOrder = [...pictured, ...columns.filter((column) => !isPictured(column))];
  if (kind === "table") return <Table columns={columns} samples={samples} />;
  if (kind === "text") return <Texts columns={columns} samples={samples} />;
  return (
    <>
      {pictured.length > 1 && (
        <p className="run-fine">From left to right: {pictured.map(({ name }) => name).join(", ")}.</p>
      )}
      {legend && <ClassLegend classes={legend.classes} />}
      <ol className={`data-cards is-${kind}`}>
        {samples.map((sample) => (
          <li key={sample}>
            {inOrder.map((column) => (
              <Value
                key={column.name}
                column={column}
                sample={sample}
                side={samples.length > FEW ? 64 : 176}
              />
            ))}
          </li>
        ))}
      </ol>
    </>
  );
}

const isPictured = ({ look }: Rows["columns"][number]) => !["text", "numbers", "class"].includes(look);

interface RowsProps {
  columns: Rows["columns"];
  samples: number[];
}

/** Texts below each other, each field in a line of its own, so that letters stand below those that they belong to. */
function Texts({ columns, samples }: RowsProps) {
  return (
    <ol className="data-texts">
      {samples.map((sample) => (
        <li key={sample}>
          {columns.map((column) => (
            <div key={column.name}>
              <span className="faint">{column.name}</span>
              <Value column={column} sample={sample} side={64} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

function Table({ columns, samples }: RowsProps) {
  return (
    <table className="data-table">
      <thead>
        <tr>
          {columns.map(({ name, look }) => (
            <th key={name} scope="col">
              {name}
              {look === "roll" && <span className="faint"> time runs to the right</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {samples.map((sample) => (
          <tr key={sample}>
            {columns.map((column) => (
              <td key={column.name}>
                <Value column={column} sample={sample} side={128} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CountsProps {
  counts: ClassCounts;
  part: PartName;
  /** The picture shows classes by their colours. */
  isColoured: boolean;
}

/** How many there are of each class, in each part; of many classes only when asked. */
function Counts(props: CountsProps) {
  const { field, classes } = props.counts;
  if (classes.length <= MOST_OPEN) return <CountsTable {...props} />;
  return (
    <details>
      <summary>
        Counts of {field}: {count(classes.length)} classes
      </summary>
      <CountsTable {...props} />
    </details>
  );
}

function CountsTable({ counts: { field, classes, counts, others }, part, isColoured }: CountsProps) {
  const isDark = useIsDark();
  const rows = [
    ...classes.map((name, number) => ({ name, number, values: counts[number] ?? NONE })),
    ...(others.some((many) => many > 0) ? [{ name: "no class", number: null, values: others }] : []),
  ];
  return (
    <table className="data-counts">
      <thead>
        <tr>
          <th scope="col">{field}</th>
          {PARTS.map(({ part: each, name }) => (
            <th key={each} scope="col" data-shown={each === part}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, number, values }) => (
          <tr key={name}>
            <th scope="row" className={number === null ? "faint" : ""}>
              {isColoured && number !== null && (
                <span className="swatch" style={{ background: classColour(number, isDark) }} />
              )}
              {name === " " ? "space" : name}
            </th>
            {PARTS.map(({ part: each }, place) => (
              <td key={each} data-shown={each === part}>
                {count(values[place] ?? 0)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const NONE: readonly number[] = [];

// As Python writes it: (8,) is a shape of one axis.
const shapeWords = (shape: readonly number[]) => (shape.length === 1 ? `${shape[0]},` : shape.join(", "));

/** The shape and kind of each field. */
function Fields({ fields }: { fields: FieldFacts[] }) {
  return (
    <dl className="data-fields">
      {fields.map(({ name, shape, dtype, classes, help }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <code>
              ({shapeWords(shape)}) {dtype}
            </code>
            {classes > 0 && ` · ${count(classes)} classes`}
            <p>{help}</p>
          </dd>
        </div>
      ))}
    </dl>
  );
}
