import { useEffect, useLayoutEffect, useRef, useState } from "react";

const WAIT_MS = 400;
const GAP_PX = 6;
const EDGE_PX = 4;

interface Tip {
  target: Element;
  words: string;
  keys: string | null;
}

/** What an element has to say when it is pointed at, or reached by the keyboard. */
export const tip = (words: string, keys?: string) => ({ "data-tip": words, "data-tip-keys": keys });

/** Shows the tips of the whole page. They repeat what an element's name says, so screen readers don't need them. */
export function Tooltips() {
  const shown = useTip();
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (shown && box.current) place(box.current, shown.target.getBoundingClientRect());
  }, [shown]);
  if (!shown) return null;
  return (
    <div ref={box} className="tooltip layer-tooltip" aria-hidden>
      {shown.words} {shown.keys && <kbd>{shown.keys}</kbd>}
    </div>
  );
}

/** The tip to show: after a moment under a mouse, at once for the keyboard; gone with a press, Escape or scrolling. */
function useTip(): Tip | null {
  const [shown, setShown] = useState<Tip | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wish = (next: Tip | null, wait: number) => {
      clearTimeout(timer);
      if (next === null) setShown(null);
      else timer = setTimeout(() => setShown(next), wait);
    };
    const listen = <E extends keyof WindowEventMap>(event: E, does: (event: WindowEventMap[E]) => void) =>
      addEventListener(event, does, { signal: leaving.signal, capture: true, passive: true });
    listen("pointerover", ({ target, pointerType }) => {
      if (pointerType === "mouse") wish(tipOf(target), WAIT_MS);
    });
    listen("focusin", ({ target }) => {
      if (target instanceof Element && target.matches(":focus-visible")) wish(tipOf(target), 0);
    });
    for (const event of ["focusout", "pointerdown", "scroll"] as const) listen(event, () => wish(null, 0));
    listen("keydown", ({ key }) => key === "Escape" && wish(null, 0));
    return () => {
      leaving.abort();
      clearTimeout(timer);
    };
  }, []);
  return shown?.target.isConnected ? shown : null;
}

function tipOf(target: EventTarget | null): Tip | null {
  const told = target instanceof Element ? target.closest("[data-tip]") : null;
  const words = told?.getAttribute("data-tip");
  return told && words ? { target: told, words, keys: told.getAttribute("data-tip-keys") } : null;
}

/** Below its element, or above where there is no room; never over the edge of the window. */
function place(box: HTMLElement, around: DOMRect): void {
  const { width, height } = box.getBoundingClientRect();
  const left = Math.min(around.left + (around.width - width) / 2, innerWidth - width - EDGE_PX);
  const fitsBelow = around.bottom + GAP_PX + height <= innerHeight;
  box.style.left = `${Math.max(EDGE_PX, left)}px`;
  box.style.top = `${fitsBelow ? around.bottom + GAP_PX : around.top - GAP_PX - height}px`;
}
