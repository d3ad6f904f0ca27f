import { createContext, type ReactNode, useState } from "react";
import { holdKeys } from "../../parts/heldKeys";
import { later, Part } from "../../parts/later";

export interface RunPopupProps {
  /** What the button shows; its name too, unless `name` gives a longer one. */
  label: ReactNode;
  name?: string;
  className?: string;
  title: string;
  children: ReactNode;
}

/** What stands in a popup closes it by this. */
export const ClosePopup = createContext<() => void>(() => {});

const popover = later(() => import("./RunPopover").then(({ RunPopover }) => RunPopover), true);

/** A button that opens settings above it. */
export function RunPopup(props: RunPopupProps) {
  const [isWanted, setIsWanted] = useState(false);
  const isHere = popover.usePart() !== null;
  if (isWanted && isHere) return <Part of={popover} props={props} />;
  const { label, name, className = "run-small" } = props;
  return (
    <button
      type="button"
      className={`run-button ${className}`}
      aria-label={name}
      title={name}
      aria-haspopup="dialog"
      aria-expanded={false}
      onClick={() => {
        setIsWanted(true);
        const letGo = holdKeys(() => setIsWanted(false));
        void popover.fetch().then((isHere) => isHere || letGo());
      }}
    >
      {label}
    </button>
  );
}
