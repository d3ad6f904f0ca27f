import { Popover } from "@base-ui/react/popover";
import type { ReactNode } from "react";

interface RunPopupProps {
  /** What the button shows; its name too, unless `name` gives a longer one. */
  label: ReactNode;
  name?: string;
  className?: string;
  title: string;
  children: ReactNode;
}

/** A button that opens settings above it. */
export function RunPopup({ label, name, className = "run-small", title, children }: RunPopupProps) {
  return (
    <Popover.Root>
      <Popover.Trigger className={`run-button ${className}`} aria-label={name} title={name}>
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="layer-menu" side="top" align="start" sideOffset={8}>
          <Popover.Popup className="menu run-popup">
            <Popover.Title className="run-popup-title">{title}</Popover.Title>
            {children}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
