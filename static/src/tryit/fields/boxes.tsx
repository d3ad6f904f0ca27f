import { X } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import { IconButton } from "../../parts/IconButton";
import type { Given } from "../../types/generated";
import type { FieldKind, FieldProps } from "../kinds";
import { Pixels, pictureIn } from "../Pixels";
import { type Box, boxBetween, moved } from "../parts/boxes";

/** Boxes, drawn from corner to corner over the picture. */
function BoxesField({ asked, given, onGive, asks, seen }: FieldProps<"boxes">) {
  const boxes = boxesOf(given);
  const below = pictureIn(asks, seen, asked.over);
  const corner = useRef<{ x: number; y: number } | null>(null);
  const [chosen, setChosen] = useState(0);
  const set = (next: Box[]) => onGive({ boxes: next });
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const frame = event.currentTarget.getBoundingClientRect();
    const part = (value: number) => Math.max(0, Math.min(1, value));
    const here = {
      x: part((event.clientX - frame.left) / frame.width),
      y: part((event.clientY - frame.top) / frame.height),
    };
    if (event.type === "pointerdown") {
      event.currentTarget.setPointerCapture(event.pointerId);
      corner.current = here;
      const next = boxes.length < asked.most ? boxes.length : chosen;
      setChosen(next);
      return;
    }
    if (!corner.current || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = boxBetween(corner.current, here);
    set(chosen < boxes.length ? boxes.map((each, at) => (at === chosen ? box : each)) : [...boxes, box]);
  };
  const onKey = (event: KeyboardEvent, at: number) => {
    const box = boxes[at];
    if (!box || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    set(boxes.map((each, place) => (place === at ? moved(box, event.key, event.shiftKey) : each)));
  };
  return (
    <div className="tryit-pad">
      {/* biome-ignore lint/a11y/useSemanticElements: no set of form fields */}
      <div
        className="tryit-paper tryit-boxes"
        role="group"
        aria-label={`${asked.name}: draw a box from corner to corner`}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onPointerUp={() => {
          corner.current = null;
        }}
      >
        {below && <Pixels {...below} label="The picture below" />}
        {boxes.map(([x, y, wide, high], at) => (
          // biome-ignore lint/a11y/useSemanticElements: a box that is moved by keys
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
            key={at}
            className="tryit-box"
            role="button"
            tabIndex={0}
            aria-label={`Box ${at + 1}. Arrow keys move it, with Shift they make it larger or smaller.`}
            aria-pressed={at === chosen}
            style={{
              left: `${100 * (x - wide / 2)}%`,
              top: `${100 * (y - high / 2)}%`,
              width: `${100 * wide}%`,
              height: `${100 * high}%`,
            }}
            onFocus={() => setChosen(at)}
            onKeyDown={(event) => onKey(event, at)}
          />
        ))}
      </div>
      <ul className="tryit-list">
        {boxes.map((_, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
          <li key={at}>
            Box {at + 1}
            <IconButton
              label={`Take box ${at + 1} away`}
              icon={X}
              onClick={() => set(boxes.filter((_each, place) => place !== at))}
            />
          </li>
        ))}
        {boxes.length < asked.most && (
          <li>
            <button
              type="button"
              className="tryit-word"
              onClick={() => set([...boxes, [0.5, 0.5, 0.3, 0.3]])}
            >
              One more
            </button>
          </li>
        )}
      </ul>
    </div>
  );
}

function boxesOf(given: Given["boxes"] | null): Box[] {
  if (given === null) return [];
  if (!Array.isArray(given)) return given.boxes;
  return Array.from({ length: given.length / 4 }, (_, at) => given.slice(4 * at, 4 * at + 4) as Box);
}

export const field: FieldKind<"boxes"> = {
  key: "boxes",
  Field: BoxesField,
  start: () => ({ boxes: [] }),
  beginsWithSample: true,
  call: "Draw boxes on the picture.",
};
