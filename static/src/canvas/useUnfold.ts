import { useEffect } from "react";
import { command as arrange } from "../commands/arrange";
import { run } from "../commands/registry";
import { openBlock } from "../document/view/view";
import { useEditor } from "../editor";
import type { Block } from "../types/generated";

/** Arranges a block whose nodes were never given places, as files from elsewhere come, when it is opened. */
export function useUnfold(): void {
  const editor = useEditor();
  useEffect(() => {
    const view = editor.view.getState();
    if (!view.isReadOnly && isHeap(openBlock(view))) void run(arrange, editor);
  }, [editor]);
}

/** True when most nodes lie at one and the same place. */
export function isHeap({ nodes }: Pick<Block, "nodes">): boolean {
  const places = Object.values(nodes).map(({ position }) => position.join(" "));
  return places.length > 1 && new Set(places).size <= places.length / 2;
}
