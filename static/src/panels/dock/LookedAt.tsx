import { History } from "lucide-react";
import { changeWords, countOf } from "../../document/compare/words";
import { useEditor } from "../../editor";
import { showOwnDrawing, usePast } from "../../past/past";
import { useLiveView } from "../../run/live/live";
import { nameOf } from "../../run/live/sentences";

/** Says that the run looked at was trained with another drawing than the one on the canvas, and shows that one. */
export function LookedAt() {
  const { past } = useEditor();
  const { run: id, changes } = usePast();
  const run = useLiveView(({ runs }) => runs?.find((each) => each.id === id));
  if (past || !run || changes.length === 0) return null;
  return (
    <p className="looked-at" title={`Changed since: ${changeWords(changes, 12)}`}>
      <History size={13} aria-hidden />
      <span>
        {nameOf(run)} was trained {countOf(changes)} ago
      </span>
      <button type="button" className="link" onClick={showOwnDrawing}>
        Show its drawing
      </button>
    </p>
  );
}
