import { type Column, Value } from "../../data/Value";
import { usePointerDrag } from "../../parts/usePointerDrag";
import type { SampleTold } from "../../types/generated";
import type { Marks } from "./marks";

const SIDE_PX = 52;

interface SampleTileProps {
  sample: SampleTold;
  /** Its place among those that are shown. */
  place: number;
  columns: readonly Column[];
  marks: Marks;
  isChosen: boolean;
  onChoose: (id: string) => void;
  onDropOn: (id: string, label: string) => void;
}

/** One sample: a press chooses it, a drag onto a class makes it one of it. */
export function SampleTile({ sample, place, columns, marks, isChosen, onChoose, onDropOn }: SampleTileProps) {
  const drop = (x: number, y: number) => {
    const over = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-class]")?.dataset.class;
    if (over !== undefined && sample.id !== null) onDropOn(sample.id, over);
  };
  const { at, handlers } = usePointerDrag(drop, () => onChoose(id));
  const id = sample.id ?? "";
  const label = marks.relabelled[id] ?? sample.label;
  const isMoved = label !== sample.label;
  const isRemoved = marks.removed.includes(id);
  const words = [label, `for ${sample.part}`, isMoved && `was ${sample.label}`, isRemoved && "removed"];
  return (
    <li>
      <button
        type="button"
        className="own-tile"
        data-sample={id}
        data-part={sample.part}
        data-moved={isMoved}
        data-removed={isRemoved}
        aria-pressed={isChosen}
        disabled={sample.id === null}
        aria-label={words.filter(Boolean).join(", ")}
        tabIndex={place === 0 ? 0 : -1}
        style={at ? { pointerEvents: "none" } : undefined}
        {...handlers}
      >
        <span
          className="own-tile-face"
          style={at ? { position: "fixed", left: at.x - 26, top: at.y - 26, zIndex: 90 } : undefined}
        >
          {columns.map((column) => (
            <Value key={column.name} column={column} sample={place} side={SIDE_PX} />
          ))}
        </span>
        {label !== null && <span className="own-tile-label">{isMoved ? `→ ${label}` : label}</span>}
      </button>
    </li>
  );
}
