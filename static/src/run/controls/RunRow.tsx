import { Pencil, Trash2 } from "lucide-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from "react";
import { changesBetween } from "../../document/compare/changes";
import { changeWords } from "../../document/compare/words";
import { useView } from "../../editor";
import { notifyFailure } from "../../parts/notices";
import { useDrawings, wantDrawings } from "../live/drawings";
import { hasEnded, type Run } from "../live/frames";
import { deleteRun, lengthWords, nameRun, resultOf, runBefore } from "../live/list";
import { useLiveView } from "../live/live";
import { agoWords, nameOf } from "../live/sentences";

interface RunRowProps {
  run: Run;
  isLooked: boolean;
  isReadOnly: boolean;
  onChoose: () => void;
}

/** One run of the list: what it came to, how long it took, what was new about it, its name, and the way out. */
export function RunRow({ run, isLooked, isReadOnly, onChoose }: RunRowProps) {
  const [state, setState] = useState<"plain" | "named" | "going">("plain");
  const row = useRef<HTMLLIElement>(null);
  const back = () => {
    row.current?.focus(); // before what has the focus goes, so that the list keeps it
    setState("plain");
  };
  useEffect(() => {
    if (state === "plain" && document.activeElement === row.current) focusRow(row.current);
  }, [state]);
  const onKey = (event: KeyboardEvent) => {
    if (isReadOnly || state !== "plain") return;
    if (event.key === "F2") setState("named");
    if (event.key === "Delete") setState("going");
  };
  return (
    <li
      ref={row}
      tabIndex={-1}
      className="run-row-item"
      aria-current={isLooked || undefined}
      onKeyDown={onKey}
    >
      {state === "named" ? (
        <NameField run={run} onDone={back} />
      ) : (
        <Facts run={run} row={row} onChoose={onChoose} />
      )}
      {!isReadOnly && state === "plain" && (
        <>
          <button
            type="button"
            className="icon-button"
            aria-label={`Name ${nameOf(run)}`}
            title="Name it (F2)"
            onClick={() => setState("named")}
          >
            <Pencil size={14} aria-hidden />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label={`Delete ${nameOf(run)}`}
            title="Delete it (Delete)"
            onClick={() => setState("going")}
          >
            <Trash2 size={14} aria-hidden />
          </button>
        </>
      )}
      {state === "going" && (
        <Leave
          run={run}
          onKeep={back}
          onGone={() => focusRow(row.current?.nextElementSibling ?? row.current?.previousElementSibling)}
        />
      )}
    </li>
  );
}

function focusRow(row: Element | null | undefined): void {
  row?.querySelector<HTMLElement>(".run-row-main")?.focus();
}

/** What there is to know of a run, as the button that chooses it. */
function Facts({
  run,
  row,
  onChoose,
}: Pick<RunRowProps, "run" | "onChoose"> & { row: RefObject<HTMLLIElement | null> }) {
  const catalog = useView((view) => view.catalog);
  const before = useLiveView(({ runs }) => runBefore(runs ?? [], run));
  const drawing = useDrawings(({ known }) => known.get(run.id) ?? null);
  const former = useDrawings(({ known }) => (before && known.get(before.id)) ?? null);
  const result = resultOf(run, drawing, catalog);
  useEffect(() => {
    if (!row.current) return;
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      wantDrawings(before ? [run.id, before.id] : [run.id]);
      seen.disconnect();
    });
    seen.observe(row.current);
    return () => seen.disconnect();
  }, [row, run.id, before]);
  return (
    <button type="button" className="run-row-main" onClick={onChoose}>
      <span className="run-row-head">
        <strong>{nameOf(run)}</strong>
        <span>{result && `${result.name} ${result.text}`}</span>
      </span>
      <span className="run-fine">
        {lengthWords(run)} · {agoWords((Date.now() - Date.parse(run.created_at)) / 1000)}
      </span>
      {run.begins_from.length > 0 && (
        <span className="run-row-from">
          from {run.begins_from.map(({ title, weights }) => title || weights.slice(0, 8)).join(", ")}
        </span>
      )}
      <News before={before} changes={drawing && former && changesBetween(former, drawing)} />
    </button>
  );
}

/** What differs from the run before. */
function News({ before, changes }: { before: Run | null; changes: string[] | null }) {
  if (!before || !changes) return null;
  return (
    <span className="run-row-news" title={changes.join("\n")}>
      {changes.length === 0 ? `as ${nameOf(before)}` : changeWords(changes)}
    </span>
  );
}

/** Enter keeps the name, Escape gives up. */
function NameField({ run, onDone }: { run: Run; onDone: () => void }) {
  const [typed, setTyped] = useState(run.name);
  const isOver = useRef(false);
  const end = async (isKept: boolean) => {
    if (isOver.current) return;
    isOver.current = true;
    onDone();
    if (!isKept || typed.trim() === run.name) return;
    try {
      await nameRun(run, typed);
    } catch (error) {
      notifyFailure("The name was not kept", error);
    }
  };
  return (
    <input
      className="field"
      aria-label={`Name of ${nameOf({ ...run, name: "" })}`}
      placeholder={nameOf({ ...run, name: "" })}
      value={typed}
      maxLength={80}
      ref={(field) => field?.focus()}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => void end(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        void end(event.key === "Enter");
      }}
    />
  );
}

/** Asks once more, as there is no way back. */
function Leave({ run, onKeep, onGone }: { run: Run; onKeep: () => void; onGone: () => void }) {
  const [isBusy, setIsBusy] = useState(false);
  const remove = async () => {
    setIsBusy(true);
    try {
      await deleteRun(run, onGone);
    } catch (error) {
      onKeep();
      notifyFailure(`${nameOf(run)} could not be deleted`, error);
    }
  };
  const keep = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onKeep();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape gives up, from either button
    <div className="run-row-leave" onKeyDown={keep}>
      <p role="alert">
        Its curves and what it has learned go with it. {!hasEnded(run.status) && "It is stopped first. "}
        This can't be undone.
      </p>
      <button
        type="button"
        className="button is-danger"
        disabled={isBusy}
        ref={(button) => button?.focus()}
        onClick={() => void remove()}
      >
        Delete {nameOf(run)}
      </button>
      <button type="button" className="button" onClick={onKeep}>
        Keep it
      </button>
    </div>
  );
}
