import type { LucideIcon } from "lucide-react";
import { tip } from "./Tooltips";

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
    <button
      type="button"
      className="icon-button"
      aria-label={label}
      aria-disabled={disabled}
      aria-pressed={pressed}
      onClick={() => !disabled && onClick()}
      {...tip(label, keys)}
    >
      <Icon size={16} aria-hidden />
    </button>
  );
}
