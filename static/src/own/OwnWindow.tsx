import { useEffect, useRef } from "react";
import "./own.css";
import { useWanted } from "../commands/actions/bring-data";
import { openBlock } from "../document/view/view";
import { useEditor } from "../editor";
import { BringPage } from "./BringPage";
import { ColumnsPage } from "./columns/ColumnsPage";
import { bring, isBusy, openVersion, refresh, type Stage, show, startAnew, useDraft } from "./draft";
import { NameField } from "./NameField";
import { Progress } from "./Progress";
import { VersionPage } from "./sheet/VersionPage";
import { count } from "./words";

const STAGES: readonly (readonly [Stage, string])[] = [
  ["bring", "1 Bring"],
  ["columns", "2 Columns"],
  ["version", "3 Samples"],
];

/** Your data: brought, looked at, made into what a network learns from. */
export function OwnWindow() {
  useOpened();
  const stage = useDraft((draft) => draft.stage);
  const trouble = useDraft((draft) => draft.trouble);
  const isWorking = useDraft(isBusy);
  const page = useFocusOn(`${stage} ${isWorking}`);
  return (
    <div className="own" ref={page}>
      <Ways />
      <Arrived />
      {trouble && (
        <p className="own-trouble" role="alert">
          {trouble}
        </p>
      )}
      {isWorking && <Progress />}
      <div className="own-page" aria-busy={isWorking} inert={isWorking}>
        {stage === "bring" && <BringPage />}
        {stage === "columns" && <ColumnsPage />}
        {stage === "version" && <VersionPage />}
      </div>
    </div>
  );
}

/** Gives the keyboard what matters most on each page, unless it is somewhere already. */
function useFocusOn(page: string) {
  const own = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it looks anew when the page is another
  useEffect(() => {
    const popup = own.current?.closest("[role=dialog]");
    if (document.activeElement === popup || document.activeElement === document.body)
      own.current?.querySelector<HTMLElement>("[data-first-focus]")?.focus();
  }, [page]);
  return own;
}

/** What it was opened for: a node's data, something new, or what was left. */
function useOpened(): void {
  const { view } = useEditor();
  useEffect(() => {
    const { node, pieces } = useWanted.getState();
    const known = node === null ? undefined : openBlock(view.getState()).nodes[node]?.params.data;
    if (isBusy(useDraft.getState())) return;
    if (pieces.length > 0) startAnew();
    if (typeof known === "string" && known !== "" && pieces.length === 0) void openVersion(known);
    else void refresh();
  }, [view]);
}

/** From page to page; those that there is nothing for yet can't be gone to. */
function Ways() {
  const stage = useDraft((draft) => draft.stage);
  const data = useDraft((draft) => draft.data);
  const isThere = { bring: true, columns: data?.survey != null, version: (data?.versions.length ?? 0) > 0 };
  return (
    <nav className="own-ways" aria-label="Steps">
      {STAGES.map(([each, name]) => (
        <button
          key={each}
          type="button"
          className="chip"
          aria-pressed={each === stage}
          disabled={!isThere[each]}
          onClick={() => show(each)}
        >
          {name}
        </button>
      ))}
      {data && (
        <>
          <span className="own-name">
            <NameField key={`${data.id} ${data.name}`} id={data.id} name={data.name} />
          </span>
          <button type="button" className="link" onClick={startAnew}>
            Other data
          </button>
        </>
      )}
    </nav>
  );
}

/** What was dropped or pasted is brought; where data are open, somebody says whether it belongs to them. */
function Arrived() {
  const pieces = useWanted((wanted) => wanted.pieces);
  const data = useDraft((draft) => draft.data);
  const isWorking = useDraft(isBusy);
  const isClear = data === null && !isWorking;
  useEffect(() => {
    if (pieces.length > 0 && isClear) take();
  }, [pieces, isClear]);
  if (pieces.length === 0 || !data) return null;
  const takeAnew = () => {
    startAnew();
    take();
  };
  return (
    <p className="own-arrived" role="status">
      {pieces.length === 1 ? pieces[0]?.name : `${count(pieces.length)} things`} came.
      <button type="button" className="button" onClick={take}>
        Add to {data.name}
      </button>
      <button type="button" className="button" onClick={takeAnew}>
        New data
      </button>
    </p>
  );
}

function take(): void {
  const { pieces } = useWanted.getState();
  useWanted.setState({ pieces: [] });
  void bring(pieces);
}
