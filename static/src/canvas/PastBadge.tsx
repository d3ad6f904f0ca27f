import { History, X } from "lucide-react";
import "./past.css";
import { command as backToDrawing } from "../commands/back-to-drawing";
import { run } from "../commands/registry";
import { command as restoreDrawing } from "../commands/restore-drawing";
import { changeWords, countOf } from "../document/compare/words";
import { useEditor } from "../editor";
import { usePast } from "../past/past";
import { useLiveView } from "../run/live/live";
import { nameOf } from "../run/live/sentences";

/** Over a drawing that is only looked at: whose it is, how to have it back, and the way to one's own. */
export function PastBadge() {
  const editor = useEditor();
  const id = editor.past?.run;
  const changes = usePast((now) => now.changes);
  const run_ = useLiveView(({ runs }) => runs?.find((each) => each.id === id));
  if (id === undefined) return null;
  return (
    <aside data-over-canvas className="past-badge" aria-label="The drawing of a run">
      <History size={15} aria-hidden />
      <output title={changes.join("\n")}>
        <strong>{run_ ? nameOf(run_) : "A run"}</strong>, {countOf(changes)} ago
        <span className="past-changes">{changeWords(changes)}</span>
      </output>
      {editor.config.page === "editor" && (
        <button type="button" className="button" onClick={() => void run(restoreDrawing, editor)}>
          Restore this drawing
        </button>
      )}
      <button type="button" className="button is-main" onClick={() => void run(backToDrawing, editor)}>
        <X size={14} aria-hidden /> Back to the drawing <kbd>Esc</kbd>
      </button>
    </aside>
  );
}
