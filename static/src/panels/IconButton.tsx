import { Tooltip } from "@base-ui/react/tooltip";
import type { LucideIcon } from "lucide-react";

interface Props {
  label: string;
  keys?: string | undefined;
  icon: LucideIcon;
  disabled?: boolean;
  pressed?: boolean;
  onClick: () => void;
}

/** A button that is only a picture: its name and key show when pointed at, and screen readers say them. */
export function IconButton({ label, keys, icon: Icon, disabled = false, pressed, onClick }: Props) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger
        className="icon-button"
        aria-label={label}
        aria-disabled={disabled}
        aria-pressed={pressed}
        onClick={() => !disabled && onClick()}
      >
        <Icon size={16} aria-hidden />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Positioner sideOffset={6} className="layer-tooltip">
          <Tooltip.Popup className="tooltip">
            {label} {keys && <kbd>{keys}</kbd>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
