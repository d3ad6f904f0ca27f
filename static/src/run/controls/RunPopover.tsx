import { Popover } from "@base-ui/react/popover";
import { holdKeys } from "../../parts/heldKeys";
import { useOpensAtOnce } from "../../parts/later";
import { ClosePopup, type RunPopupProps } from "./RunPopup";

/** The button of a `RunPopup` from its first use on, and what it opens. */
export function RunPopover({ label, name, className = "run-small", title, children }: RunPopupProps) {
  const { trigger, isOpen, setIsOpen } = useOpensAtOnce<HTMLButtonElement>({ isByKey: false });
  const turn = (isToOpen: boolean) => {
    setIsOpen(isToOpen);
    if (isToOpen) holdKeys(() => setIsOpen(false));
  };
  return (
    <Popover.Root open={isOpen} onOpenChange={turn}>
      <Popover.Trigger ref={trigger} className={`run-button ${className}`} aria-label={name} title={name}>
        {label}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="layer-menu" side="top" align="start" sideOffset={8}>
          <Popover.Popup className="menu run-popup">
            <Popover.Title className="run-popup-title">{title}</Popover.Title>
            <ClosePopup value={() => setIsOpen(false)}>{children}</ClosePopup>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
