import { type KeyboardEvent, useId, useState } from "react";

const PAGE = 8;
const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: PAGE, PageUp: -PAGE };

/**
 * A field to type in and a list of what is found: arrow keys move through the list while the typing goes on, and
 * Enter chooses. The first one is marked from the start.
 */
export function useFinder<Item>(found: readonly Item[], onChoose: (item: Item) => void) {
  const list = useId();
  const [wanted, setWanted] = useState(0);
  const marked = Math.min(wanted, found.length - 1);
  const optionId = (index: number) => `${list}-${index}`;
  const move = (by: number) => {
    const isAtEnd = by > 0 ? marked === found.length - 1 : marked === 0;
    const next = Math.abs(by) === 1 && isAtEnd ? (by > 0 ? 0 : found.length - 1) : marked + by;
    setWanted(Math.max(0, Math.min(next, found.length - 1)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const chosen = found[marked];
    if (by !== undefined && found.length > 0) {
      event.preventDefault();
      move(by);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing && chosen !== undefined) {
      event.preventDefault();
      onChoose(chosen);
    }
  };
  return {
    /** To be called when something else is searched for. */
    restart: () => setWanted(0),
    field: {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": found.length > 0,
      "aria-controls": list,
      "aria-activedescendant": marked < 0 ? undefined : optionId(marked),
      autoComplete: "off",
      spellCheck: false,
      onKeyDown,
    },
    list: { id: list },
    isMarked: (index: number) => index === marked,
    option: (index: number) => ({
      id: optionId(index),
      ref: index === marked ? showIt : undefined,
      onPointerMove: () => setWanted(index),
    }),
  } as const;
}

function showIt(item: HTMLElement | null): void {
  item?.scrollIntoView({ block: "nearest" });
}
