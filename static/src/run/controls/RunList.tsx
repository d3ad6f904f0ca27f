import { Popover } from "@base-ui/react/popover";
import { ChevronsUpDown, Download } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import "./runs.css";
import { useView } from "../../editor";
import { chooseRun } from "../../past/past";
import { useDrawings } from "../live/drawings";
import type { Run } from "../live/frames";
import { listedRuns, resultOf, scriptOf } from "../live/list";
import { liveRun, useLiveView } from "../live/live";
import { nameOf, statusWord } from "../live/sentences";
import { RunRow } from "./RunRow";

/** The runs of this network: which one to look at, and the script that does the same elsewhere. */
export function RunList({ isReadOnly }: { isReadOnly: boolean }) {
  const runs = useLiveView((view) => view.runs);
  const runId = useLiveView((view) => view.runId);
  const looked = runs?.find(({ id }) => id === runId);
  if (!runs || !looked) return null;
  return (
    <div className="run-list">
      <Choice runs={listedRuns(runs, looked.id)} looked={looked} isReadOnly={isReadOnly} />
      <a
        className="run-button run-icon"
        href={scriptOf(looked.id)}
        download
        aria-label="Download as a Python script"
        title="The whole training as a Python script that prints the same numbers"
      >
        <Download aria-hidden size={14} />
      </a>
    </div>
  );
}

interface ChoiceProps {
  runs: Run[];
  looked: Run;
  isReadOnly: boolean;
}

/** The run that is looked at. It opens the list; arrow keys go from run to run, to compare them. */
function Choice({ runs, looked, isReadOnly }: ChoiceProps) {
  const [isOpen, setIsOpen] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const catalog = useView((view) => view.catalog);
  const drawing = useDrawings(({ known }) => known.get(looked.id) ?? null);
  const result = resultOf(looked, drawing, catalog);
  const open = (next: boolean) => {
    if (next) void liveRun.refresh();
    setIsOpen(next);
  };
  const goOn = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = by && !isOpen ? runs[runs.indexOf(looked) + by] : undefined;
    if (by === undefined) return;
    event.preventDefault();
    if (next) chooseRun(next.id);
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={open}>
      <Popover.Trigger
        className="run-looked"
        role="combobox"
        aria-label="Run to look at"
        aria-expanded={isOpen}
        onKeyDown={goOn}
      >
        <span>
          <strong>{nameOf(looked)}</strong> · {result?.text ?? statusWord(looked.status)}
        </span>
        <ChevronsUpDown size={13} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="layer-menu" side="top" align="start" sideOffset={8}>
          <Popover.Popup
            className="menu runs"
            initialFocus={() =>
              list.current?.querySelector<HTMLElement>("[aria-current] .run-row-main") ?? true
            }
          >
            <Popover.Title className="run-popup-title">Runs</Popover.Title>
            <ul ref={list} onKeyDown={(event) => walk(event, list.current)}>
              {runs.map((run) => (
                <RunRow
                  key={run.id}
                  run={run}
                  isLooked={run === looked}
                  isReadOnly={isReadOnly}
                  onChoose={() => {
                    chooseRun(run.id);
                    setIsOpen(false);
                  }}
                />
              ))}
            </ul>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Arrow keys go from row to row; what a row has beside its name is reached with Tab. */
function walk(event: KeyboardEvent, list: HTMLElement | null): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const rows = [...(list?.querySelectorAll<HTMLElement>(".run-row-main") ?? [])];
  const here = rows.indexOf(event.target as HTMLElement);
  if (by === undefined || here < 0) return;
  event.preventDefault();
  rows[here + by]?.focus();
}
