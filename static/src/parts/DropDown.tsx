import { Menu } from "@base-ui/react/menu";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { type Pressed, useOpensAtOnce } from "./later";

interface DropDownProps extends Pressed {
  label: string;
  onOpen?: () => void;
  children: ReactNode;
}

/** A button of the top bar with a menu under it, which stands open at first: `MenuButton` stood in for it till then. */
export function DropDown({ label, isByKey, onOpen, children }: DropDownProps) {
  const { trigger, isOpen, setIsOpen } = useOpensAtOnce<HTMLButtonElement>({ isByKey });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is told of each opening, and of nothing else
  useEffect(() => {
    if (isOpen) onOpen?.();
  }, [isOpen]);
  return (
    <Menu.Root modal={false} open={isOpen} onOpenChange={setIsOpen}>
      <Menu.Trigger ref={trigger} className="button">
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
