import type { KeyboardEvent, ReactNode } from "react";

interface TabListProps<Key extends string> {
  name: string;
  tabs: readonly (readonly [key: Key, title: string])[];
  chosen: Key;
  onChoose: (key: Key) => void;
}

/** A row of tabs: arrow keys, Home and End move the focus, Enter or a click chooses. */
export function TabList<Key extends string>({ name, tabs, chosen, onChoose }: TabListProps<Key>) {
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    all.at(to % all.length)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={name} tabIndex={-1} onKeyDown={move}>
      {tabs.map(([key, title]) => (
        <button
          key={key}
          type="button"
          role="tab"
          id={`tab-${key}`}
          aria-selected={key === chosen}
          aria-controls={key === chosen ? `panel-${key}` : undefined}
          tabIndex={key === chosen ? 0 : -1}
          onClick={() => onChoose(key)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

interface TabPanelProps<Key extends string> {
  of: Key;
  chosen: Key;
  /** It stays when another tab is in front. */
  isKept?: boolean;
  className?: string;
  children: ReactNode;
}

/** What stands under a tab. */
export function TabPanel<Key extends string>({
  of,
  chosen,
  isKept,
  className,
  children,
}: TabPanelProps<Key>) {
  const isChosen = of === chosen;
  if (!isChosen && !isKept) return null;
  return (
    <div
      role="tabpanel"
      id={`panel-${of}`}
      aria-labelledby={`tab-${of}`}
      className={className}
      hidden={!isChosen}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what is under a tab is scrolled by keyboard
      tabIndex={0}
    >
      {children}
    </div>
  );
}
