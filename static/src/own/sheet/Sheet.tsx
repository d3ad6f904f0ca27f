import { ChevronLeft, ChevronRight, Trash2, Undo2 } from "lucide-react";
import { type Dispatch, type KeyboardEvent, useState } from "react";
import { IconButton } from "../../parts/IconButton";
import type { ClassCounts } from "../../types/generated";
import type { Version } from "../data";
import { count } from "../words";
import type { Change, Marked } from "./marks";
import { SampleTile } from "./SampleTile";
import { useSamples } from "./samples";

/** Eight by eight. */
const MANY = 64;

interface SheetProps {
  data: string;
  version: Version;
  /** The classes of the answer; null where the answer is no class. */
  classes: ClassCounts | null;
  marks: Marked;
  mark: Dispatch<Change>;
}

/** Every sample, a page at a time: dragged onto another class it becomes one of it, with Delete it goes. */
export function Sheet({ data, version, classes, marks, mark }: SheetProps) {
  const labels = classes?.classes ?? [];
  const [label, setLabel] = useState<string | null>(null);
  const [from, setFrom] = useState(0);
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const { samples, trouble } = useSamples({ data, version: version.version, label, from, many: MANY });
  const look = (next: string | null) => {
    setLabel(next);
    setFrom(0);
    setChosen([]);
  };
  const relabel = (ids: readonly string[], to: string) => {
    mark({ do: "relabel", ids, label: to });
    setChosen([]);
  };
  const remove = (ids: readonly string[]) => {
    mark({ do: "remove", ids });
    setChosen([]);
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const here = (event.target as HTMLElement).closest<HTMLElement>("[data-sample]")?.dataset.sample;
    if (event.key === "Delete" || event.key === "Backspace") {
      const ids = chosen.length > 0 ? chosen : here ? [here] : [];
      if (ids.length > 0) remove(ids);
    } else if (event.key === "z" && (event.ctrlKey || event.metaKey)) mark({ do: "undo" });
    else if (!walk(event)) return;
    event.preventDefault();
  };
  const total = samples?.total ?? 0;
  const columns = samples?.shown.columns.filter(({ name }) => name !== classes?.field) ?? [];
  return (
    <section className="own-sheet" aria-label="Samples" onKeyDown={onKey}>
      {labels.length > 0 && <Labels labels={labels} shown={label} onLook={look} />}
      <div className="own-sheet-bar">
        <IconButton
          label="Page before"
          icon={ChevronLeft}
          disabled={from === 0}
          onClick={() => setFrom(Math.max(0, from - MANY))}
        />
        <span>
          {total === 0
            ? "None"
            : `${count(from + 1)} to ${count(Math.min(total, from + MANY))} of ${count(total)}`}
        </span>
        <IconButton
          label="Next page"
          icon={ChevronRight}
          disabled={from + MANY >= total}
          onClick={() => setFrom(from + MANY)}
        />
        <span className="spring" />
        {chosen.length > 0 && labels.length > 0 && (
          <select
            className="field own-move"
            aria-label="Move the chosen ones to a class"
            value=""
            onChange={({ target }) => relabel(chosen, target.value)}
          >
            <option value="">Move {count(chosen.length)} to…</option>
            {labels.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        )}
        {chosen.length > 0 && (
          <IconButton
            label="Remove the chosen ones"
            keys="Del"
            icon={Trash2}
            onClick={() => remove(chosen)}
          />
        )}
        <IconButton
          label="Undo"
          icon={Undo2}
          disabled={marks.before.length === 0}
          onClick={() => mark({ do: "undo" })}
        />
      </div>
      {trouble && (
        <p className="own-trouble" role="alert">
          {trouble}
        </p>
      )}
      {samples && samples.shown.kind !== "pictures" && (
        <p className="own-fine">{columns.map(({ name }) => name).join(" · ")}</p>
      )}
      <ul className="own-tiles" data-kind={samples?.shown.kind} data-scrolls>
        {samples?.samples.map((sample, place) => (
          <SampleTile
            // biome-ignore lint/suspicious/noArrayIndexKey: a page of samples is shown anew
            key={`${from} ${place}`}
            sample={sample}
            place={place}
            columns={columns}
            marks={marks.now}
            isChosen={sample.id !== null && chosen.includes(sample.id)}
            onChoose={(id) => setChosen((before) => toggled(before, id))}
            onDropOn={(id, to) => relabel(chosen.includes(id) ? chosen : [id], to)}
          />
        ))}
      </ul>
    </section>
  );
}

const toggled = (ids: readonly string[], id: string) =>
  ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id];

interface LabelsProps {
  labels: readonly string[];
  shown: string | null;
  onLook: (label: string | null) => void;
}

/** The classes: pressed to see theirs, and where samples are dragged to. */
function Labels({ labels, shown, onLook }: LabelsProps) {
  return (
    <div className="own-labels chips" role="toolbar" aria-label="Classes">
      <button type="button" className="chip" aria-pressed={shown === null} onClick={() => onLook(null)}>
        All
      </button>
      {labels.map((each) => (
        <button
          key={each}
          type="button"
          className="chip"
          data-class={each}
          aria-pressed={each === shown}
          onClick={() => onLook(each)}
        >
          {each}
        </button>
      ))}
    </div>
  );
}

/** Arrow keys go from sample to sample: up and down by what lies there on the page. */
function walk(event: KeyboardEvent<HTMLElement>): boolean {
  const tiles = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-sample]")];
  const at = tiles.indexOf(
    (event.target as HTMLElement).closest<HTMLElement>("[data-sample]") as HTMLElement,
  );
  if (at < 0) return false;
  const top = tiles[0]?.offsetTop;
  const wide = Math.max(
    1,
    tiles.findIndex((tile) => tile.offsetTop !== top),
  );
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -wide, ArrowDown: wide }[event.key];
  if (by === undefined) return false;
  tiles[at + by]?.focus();
  return true;
}
