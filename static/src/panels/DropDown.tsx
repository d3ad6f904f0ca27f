import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";

interface DropDownProps {
  label: string;
  onOpen?: () => void;
  children: ReactNode;
}

/** A button of the top bar with a menu under it. */
export function DropDown({ label, onOpen, children }: DropDownProps) {
  return (
    <Menu.Root modal={false} onOpenChange={(isOpen) => isOpen && onOpen?.()}>
      <Menu.Trigger className="button">
        {label} <ChevronDown size={14} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="layer-menu" sideOffset={6} align="end">
          <Menu.Popup className="menu">{children}</Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
