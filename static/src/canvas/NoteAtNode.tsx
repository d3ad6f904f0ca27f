import { useStoreApi } from "@xyflow/react";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { openBlock } from "../document/view/view";
import { useView } from "../editor";
import "./note.css";

const WAIT_MS = 350;
const GAP_PX = 8;
const EDGE_PX = 6;

/**
 * The note of a node, in letters that can be read at every zoom, beside the node: while it is pointed at, after a tap, or
 * while the keyboard is on it. It goes with the next press, with Escape and when the camera moves.
 */
export function NoteAtNode() {
  const [node, setNode] = useNodeAsked();
  const note = useView((view) => (node === null ? "" : (openBlock(view).nodes[node]?.note ?? "")));
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const at = node !== null && note !== "" ? elementOf(node) : null;
    if (at && box.current) place(box.current, at);
  }, [node, note]);
  const flow = useStoreApi();
  useEffect(() => {
    let before = flow.getState().transform;
    return flow.subscribe(({ transform }) => {
      if (transform !== before) setNode(null);
      before = transform;
    });
  }, [flow, setNode]);
  if (note === "") return null;
  // What it says is said of the mark on the node, too, for those who do not see it.
  return createPortal(
    <div ref={box} className="note-at-node layer-tooltip" aria-hidden>
      {note}
    </div>,
    document.body,
  );
}

function useNodeAsked() {
  const [node, setNode] = useState<string | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wish = (next: string | null, wait = 0) => {
      clearTimeout(timer);
      if (wait > 0) timer = setTimeout(() => setNode(next), wait);
      else setNode(next);
    };
    const on = <Kind extends keyof DocumentEventMap>(
      kind: Kind,
      take: (event: DocumentEventMap[Kind]) => void,
    ) => document.addEventListener(kind, take, { capture: true, signal: leaving.signal });
    on("pointerover", ({ pointerType, buttons, target }) => {
      if (pointerType === "mouse" && buttons === 0) wish(nodeAt(target), nodeAt(target) ? WAIT_MS : 0);
    });
    on("pointerdown", () => wish(null));
    on("pointerup", ({ pointerType, target }) => pointerType === "touch" && wish(nodeAt(target)));
    on("focusin", ({ target }) => {
      if (target instanceof Element && target.matches(".react-flow__node:focus-visible"))
        wish(nodeAt(target));
    });
    on("focusout", () => wish(null));
    on("keydown", ({ key }) => key === "Escape" && wish(null));
    const asked = "#canvas .react-flow__node:is(:hover, :focus-visible)"; // whoever came before this code did
    wish(nodeAt(document.querySelector(asked)), WAIT_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, []);
  return [node, setNode] as const;
}

const nodeAt = (target: EventTarget | null): string | null =>
  (target instanceof Element && target.closest<HTMLElement>("#canvas .react-flow__node")?.dataset.id) || null;

const elementOf = (node: string) =>
  document.querySelector<HTMLElement>(`#canvas .react-flow__node[data-id="${CSS.escape(node)}"]`);

/** Above the node, or below it and its picture where there is more room. */
function place(box: HTMLElement, node: HTMLElement): void {
  const { left, top, bottom, width } = node.getBoundingClientRect();
  const below = node.querySelector(".node-picture")?.getBoundingClientRect().bottom ?? bottom;
  const { offsetWidth, offsetHeight } = box;
  const isAbove = top - GAP_PX - offsetHeight > EDGE_PX;
  const x = Math.max(
    EDGE_PX,
    Math.min(left + width / 2 - offsetWidth / 2, innerWidth - offsetWidth - EDGE_PX),
  );
  const y = isAbove ? top - GAP_PX - offsetHeight : Math.max(below, bottom) + GAP_PX;
  box.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
}
