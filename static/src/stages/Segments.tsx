import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { editStages } from "../commands/actions/edit-stages";
import { act } from "../commands/command";
import { withChange, withMoved, without } from "../document/stages/edits";
import { useNaming } from "../document/stages/naming";
import { useEditor, useView } from "../editor";
import { usePointerDrag } from "../parts/usePointerDrag";
import type { Stage } from "../types/generated";
import { EpochsField, NameField } from "./fields";
import { type Progress, useProgress } from "./progress";

interface Props {
  stages: readonly Stage[];
  chosen: number | null;
}

/** The stages side by side. Arrow keys go along them, with Alt they move the stage itself. */
export function Segments({ stages, chosen }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const [gap, setGap] = useState<number | null>(null);
  const progress = useProgress(stages);
  useChosenInSight(list, chosen);
  return (
    <ol className="strip-list" ref={list} data-gap={gap ?? undefined}>
      {stages.map((stage, index) => (
        <Segment
          // biome-ignore lint/suspicious/noArrayIndexKey: a stage is the one at its place
          key={index}
          stages={stages}
          stage={stage}
          index={index}
          isChosen={index === chosen}
          progress={progress(index)}
          isGapBefore={gap === index}
          isGapAfter={gap === stages.length && index === stages.length - 1}
          placeAt={(x) => placeAt(list.current, x)}
          onGap={setGap}
        />
      ))}
    </ol>
  );
}

/** Before which stage a place of the page is. */
function placeAt(list: HTMLOListElement | null, x: number): number {
  const boxes = [...(list?.children ?? [])].map((each) => each.getBoundingClientRect());
  return boxes.filter(({ left, width }) => left + width / 2 < x).length;
}

function useChosenInSight(list: React.RefObject<HTMLOListElement | null>, chosen: number | null): void {
  useEffect(() => {
    if (chosen !== null)
      list.current?.children[chosen]?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [list, chosen]);
}

interface SegmentProps {
  stages: readonly Stage[];
  stage: Stage;
  index: number;
  isChosen: boolean;
  progress: Progress;
  isGapBefore: boolean;
  isGapAfter: boolean;
  placeAt: (x: number) => number;
  onGap: (gap: number | null) => void;
}

function Segment(props: SegmentProps) {
  const { stages, stage, index, isChosen, progress, isGapBefore, isGapAfter } = props;
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const isNaming = useNaming((now) => now.isNaming) && isChosen;
  const change = (more: Partial<Stage>) =>
    act(editor, editStages, { stages: withChange(stages, index, more) });
  const classes = ["strip-stage", isGapBefore && "has-gap-before", isGapAfter && "has-gap-after"];
  return (
    <li
      className={classes.filter(Boolean).join(" ")}
      data-chosen={isChosen}
      data-state={progress.state}
      aria-current={progress.state === "running" ? "step" : undefined}
    >
      <Pick {...props} />
      {isChosen && !isReadOnly && (
        <>
          <NameField
            name={stage.name}
            isFocused={isNaming}
            onFocus={() => useNaming.setState({ isNaming: false })}
            onKeep={(name) => change({ name })}
          />
          <EpochsField stages={stages} index={index} onKeep={(epochs) => change({ epochs })} />
        </>
      )}
      <span className="strip-done" style={{ width: `${100 * progress.part}%` }} />
    </li>
  );
}

/** What a stage is chosen and dragged by. */
function Pick({ stages, stage, index, isChosen, progress, placeAt, onGap }: SegmentProps) {
  const editor = useEditor();
  const { view } = editor;
  const isReadOnly = useView((now) => now.isReadOnly);
  const choose = (place: number | null) => view.setState({ stage: place });
  const moveTo = (to: number) => {
    const place = Math.max(0, Math.min(stages.length - 1, to));
    if (place !== index) act(editor, editStages, { stages: withMoved(stages, index, place), chosen: place });
  };
  const drag = usePointerDrag(
    (x) => {
      onGap(null);
      const gap = placeAt(x);
      if (!isReadOnly) moveTo(gap > index ? gap - 1 : gap);
    },
    () => choose(isChosen ? null : index),
  );
  const at = drag.at?.x;
  useEffect(() => {
    if (at !== undefined && !isReadOnly) onGap(placeAt(at));
  });
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = STEPS[event.key];
    if (by !== undefined && event.altKey) moveTo(index + by);
    else if (by !== undefined) focusStage(event.currentTarget, index + by, choose);
    else if (event.key === "Escape") choose(null);
    else if (event.key === "F2") {
      choose(index);
      useNaming.setState({ isNaming: true });
    } else if ((event.key === "Delete" || event.key === "Backspace") && !isReadOnly)
      act(editor, editStages, { stages: without(stages, index), chosen: null });
    else return;
    event.preventDefault();
  };
  const epochs = stage.epochs === 1 ? "1 epoch" : `${stage.epochs} epochs`;
  return (
    <button
      type="button"
      className="strip-pick"
      data-stage={index}
      aria-pressed={isChosen}
      aria-label={`Stage ${index + 1} of ${stages.length}: ${[stage.name, epochs].filter(Boolean).join(", ")}${STATES[progress.state]}`}
      {...drag.handlers}
      onPointerCancel={() => {
        drag.handlers.onPointerCancel();
        onGap(null);
      }}
      onKeyDown={onKeyDown}
    >
      <b className="strip-number">{index + 1}</b>
      {(!isChosen || isReadOnly) && (
        <>
          {stage.name && <span className="strip-name">{stage.name}</span>}
          <span className="strip-epochs">{epochs}</span>
        </>
      )}
    </button>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
const STATES = { waiting: "", running: ", in training now", done: ", done" } as const;

function focusStage(from: HTMLElement, index: number, choose: (place: number) => void): void {
  const next = from.closest("ol")?.querySelector<HTMLElement>(`[data-stage="${index}"]`);
  if (!next) return;
  next.focus();
  choose(index);
}
