import { useEffect } from "react";
import { run } from "../commands/registry";
import { command as yourData } from "../commands/your-data";
import { useEditor, useView } from "../editor";
import { fetchLists, useLists } from "../offers/lists";
import { openStarter } from "../open";

const FIRST = 6;

/** What stands on a canvas without nodes: where to begin. */
export function EmptyCanvas() {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const starters = useLists((lists) => lists.starters);
  useEffect(() => void fetchLists().catch(() => {}), []); // the page says itself when the line is cut
  if (isReadOnly) return <div className="empty">Nothing is drawn here yet.</div>;
  return (
    <div className="empty">
      <h2>Draw a network</h2>
      <p>
        Drag a layer from the palette onto the canvas, drop{" "}
        <button type="button" className="link" onClick={() => void run(yourData, editor)}>
          your data
        </button>
        , or begin with one that works:
      </p>
      <div className="empty-starters">
        {starters.slice(0, FIRST).map(({ key, title, summary }) => (
          <button
            type="button"
            key={key}
            className="button"
            title={summary}
            onClick={() => openStarter(editor, key)}
          >
            {title}
          </button>
        ))}
        <a className="button" href="/">
          All in the gallery
        </a>
      </div>
    </div>
  );
}
