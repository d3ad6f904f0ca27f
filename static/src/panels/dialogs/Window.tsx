import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useEditor } from "../../editor";

interface WindowProps {
  isOpen: boolean;
  title: string;
  /** For what has much to show: wide, or the whole page. */
  size?: "wide" | "full";
  children: ReactNode;
}

/**
 * A dialog. The keyboard goes to what in it is marked `data-first-focus`, or else to the dialog itself, which can
 * then be scrolled; on closing it goes back to where it was.
 */
export function Window({ isOpen, title, size, children }: WindowProps) {
  const { view } = useEditor();
  const popup = useRef<HTMLDivElement>(null);
  const from = useFocusBefore();
  const first = () => popup.current?.querySelector<HTMLElement>("[data-first-focus]") ?? popup.current;
  const back = () => {
    if (document.activeElement !== document.body && !popup.current?.contains(document.activeElement))
      return false;
    return from.current?.isConnected ? from.current : document.getElementById("canvas");
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && view.setState({ dialog: null })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup
          className={size ? `dialog is-${size}` : "dialog"}
          ref={popup}
          initialFocus={first}
          finalFocus={back}
        >
          <header>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={16} aria-hidden />
            </Dialog.Close>
          </header>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What had the keyboard's focus when a dialog was asked for; null when nothing had. */
function useFocusBefore() {
  const { view } = useEditor();
  const before = useRef(view.getState().dialog === null ? null : focused()); // the first one is asked for before this is here
  useEffect(
    () =>
      view.subscribe((now, then) => {
        if (now.dialog === then.dialog || then.dialog !== null) return;
        if (document.activeElement?.closest("[role=dialog]")) return; // one dialog led to the next
        before.current = focused();
      }),
    [view],
  );
  return before;
}

function focused(): HTMLElement | null {
  const { activeElement, body } = document;
  return activeElement instanceof HTMLElement && activeElement !== body ? activeElement : null;
}
