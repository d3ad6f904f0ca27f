import "./dialog.css";
import { Dialog } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { Share } from "./shares";

interface ProjectedProps {
  share: Share;
  origin: string;
  isOpen: boolean;
  setIsOpen: (isOpen: boolean) => void;
}

/** A link as a code that fills the window, with the address beneath for whoever has to type it. */
export function Projected({ share, origin, isOpen, setIsOpen }: ProjectedProps) {
  const code = `/api/shares/${share.id}/code/?origin=${encodeURIComponent(origin)}`;
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Portal>
        <Dialog.Popup className="share-projected">
          <Dialog.Title className="share-projected-title">Scan to watch</Dialog.Title>
          <img src={code} alt="The link as a QR code" />
          <Dialog.Description className="share-projected-link">{`${origin}/s/${share.token}/`}</Dialog.Description>
          <Dialog.Close className="share-icon share-projected-close" aria-label="Close the code">
            <X aria-hidden size={24} />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
