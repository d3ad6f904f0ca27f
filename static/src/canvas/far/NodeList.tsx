import { type KeyboardEvent, useLayoutEffect, useRef } from "react";
import { type Editor, useEditor, useView } from "../../editor";
import type { FlowNode } from "../flow";

export const LIST_ID = "far-nodes";
const OPTION_ID = "far-node";

/**
 * The nodes that are drawn but not mounted, for keys and screen readers: a list of which only the chosen one is there.
 *
 * Arrow keys choose the next one; it is selected, so that every command and the inspector are about it.
 */
export function NodeList({ nodes }: { nodes: readonly FlowNode[] }) {
  const editor = useEditor();
  const chosen = useView((view) => view.selection.at(-1));
  const many = useView((view) => view.selection.length);
  const index = nodes.findIndex(({ id }) => id === chosen);
  const node = nodes[index];
  const list = useHandedFocus(editor);
  const choose = (event: KeyboardEvent) => {
    const next = stepTo(event, index, nodes.length);
    const id = next === null ? undefined : nodes[next]?.id;
    if (id === undefined) return;
    event.preventDefault();
    editor.view.setState({ selection: [id], selectedWires: [] });
  };
  return (
    <div
      ref={list}
      id={LIST_ID}
      className="far-nodes"
      role="listbox"
      tabIndex={0}
      aria-label={`Nodes, seen from afar: ${nodes.length}`}
      aria-activedescendant={node && OPTION_ID}
      aria-multiselectable={many > 1}
      onKeyDown={choose}
    >
      {node && (
        <div
          id={OPTION_ID}
          role="option"
          aria-selected
          aria-posinset={index + 1}
          aria-setsize={nodes.length}
          tabIndex={-1}
        >
          {node.ariaLabel}
        </div>
      )}
    </div>
  );
}

// Who zooms away from a node that has the focus has it here, and back there when it is mounted again.
function useHandedFocus(editor: Editor) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = list.current;
    if (document.activeElement?.closest(".react-flow__node")) element?.focus({ preventScroll: true });
    return () => {
      const chosen = editor.view.getState().selection.at(-1);
      if (element !== document.activeElement || chosen === undefined) return;
      requestAnimationFrame(() => editor.camera?.focus(chosen)); // when this is gone
    };
  }, [editor]);
  return list;
}

/** Where a key leads in the list; null for another key, or where there is no further. */
export function stepTo(
  { key, altKey, ctrlKey, metaKey }: Pick<KeyboardEvent, "key" | "altKey" | "ctrlKey" | "metaKey">,
  from: number,
  length: number,
): number | null {
  if (altKey || ctrlKey || metaKey) return null;
  if (key === "Home") return 0;
  if (key === "End") return length - 1;
  if (key === "ArrowRight" || key === "ArrowDown") return from + 1 < length ? from + 1 : null;
  if (key === "ArrowLeft" || key === "ArrowUp") return from > 0 ? from - 1 : null;
  return null;
}
