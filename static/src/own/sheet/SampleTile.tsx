import { type Column, Value } from "../../data/Value";
import { usePointerDrag } from "../../parts/usePointerDrag";
import type { Samples } from "../data";
import type { Marks } from "./marks";
import { partOf } from "./samples";

const SIDE_PX = 52;

interface SampleTileProps {
  sample: Samples["samples"][number];
  /** Its place among those that are shown. */
  place: number;
  columns: readonly Column[];
  marks: Marks;
  isChosen: boolean;
  onChoose: () => void;
  onDropOn: (label: string) => void;
}

/** One sample: a press chooses it, a drag onto a class makes it one of it. */
export function SampleTile({ sample, place, columns, marks, isChosen, onChoose, onDropOn }: SampleTileProps) {
  const drop = (x: number, y: number) => {
    const over = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-class]")?.dataset.class;
    if (over !== undefined) onDropOn(over);
  };
  const { at, handlers } = usePointerDrag(drop, onChoose);
  const label = marks.relabelled[sample.id] ?? sample.label;
  const isMoved = label !== sample.label;
  const isRemoved = marks.removed.includes(sample.id);
  const words = [
    label,
    `for ${partOf(sample.part)}`,
    isMoved && `was ${sample.label}`,
    isRemoved && "removed",
  ];
  return (
    <li>
      <button
        type="button"
        className="own-tile"
        data-sample={sample.id}
        data-part={partOf(sample.part)}
        data-moved={isMoved}
        data-removed={isRemoved}
        aria-pressed={isChosen}
        aria-label={words.filter(Boolean).join(", ")}
        tabIndex={place === 0 ? 0 : -1}
        style={at ? { pointerEvents: "none" } : undefined}
        {...handlers}
      >
        <span
          className="own-tile-face"
          style={at ? { position: "fixed", left: at.x - 26, top: at.y - 26, zIndex: 90 } : undefined}
        >
          {columns
            .filter(({ look }) => look !== "class")
            .map((column) => (
              <Value key={column.name} column={column} sample={place} side={SIDE_PX} />
            ))}
        </span>
        {label !== null && <span className="own-tile-label">{isMoved ? `→ ${label}` : label}</span>}
      </button>
    </li>
  );
}
