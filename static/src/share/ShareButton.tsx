import { Dialog } from "@base-ui/react/dialog";
import { Check, Copy, Link, Share2, X } from "lucide-react";
import { useEffect, useState } from "react";
import { agoWords } from "../run/sentences";
import { type Share, useShares } from "./shares";

const COPIED_MS = 2_000;

/** Opens the links of a network: anybody who has one can watch it, live, and change nothing. */
export function ShareButton({ project }: { project: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger className="share-button">
        <Share2 aria-hidden size={14} /> Share
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="share-backdrop" />
        <Dialog.Popup className="share-dialog">
          <header>
            <Dialog.Title className="share-title">Share this network</Dialog.Title>
            <Dialog.Close className="share-icon" aria-label="Close">
              <X aria-hidden size={16} />
            </Dialog.Close>
          </header>
          <Dialog.Description className="share-text">
            Anybody who has a link can watch the drawing and its training live. They can't change it; they can
            make a copy of their own.
          </Dialog.Description>
          <Links project={project} isOpen={isOpen} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Links({ project, isOpen }: { project: string; isOpen: boolean }) {
  const { shares, refusal, create, revoke } = useShares(project, isOpen);
  return (
    <>
      <button type="button" className="share-button share-main" onClick={() => void create()}>
        <Link aria-hidden size={14} /> Create a link
      </button>
      {refusal && (
        <p className="share-refusal" role="alert">
          {refusal}
        </p>
      )}
      {shares?.length === 0 && <p className="share-text">There is no link yet.</p>}
      <ul className="share-list">
        {shares?.map((share) => (
          <ShareRow key={share.id} share={share} onRevoke={() => void revoke(share.id)} />
        ))}
      </ul>
    </>
  );
}

function ShareRow({ share, onRevoke }: { share: Share; onRevoke: () => void }) {
  const [isAsking, setIsAsking] = useState(false);
  const url = new URL(share.url, window.location.href).href;
  const seconds = (Date.now() - Date.parse(share.created_at)) / 1000;
  return (
    <li>
      <input
        className="share-url"
        readOnly
        value={url}
        aria-label="Link"
        onFocus={({ target }) => target.select()}
      />
      <CopyButton text={url} />
      <div className="share-row">
        <span className="share-text">Created {agoWords(seconds)}</span>
        {isAsking ? (
          <span className="share-confirm">
            Viewers will be sent away.
            <button type="button" className="share-button share-danger" onClick={onRevoke}>
              Revoke
            </button>
            <button type="button" className="share-button" onClick={() => setIsAsking(false)}>
              Keep
            </button>
          </span>
        ) : (
          <button type="button" className="share-button" onClick={() => setIsAsking(true)}>
            Revoke…
          </button>
        )}
      </div>
    </li>
  );
}

function CopyButton({ text }: { text: string }) {
  const [isCopied, setIsCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => {
    await copyText(text);
    setIsCopied(true);
  };
  return (
    <button type="button" className="share-button" onClick={() => void copy()}>
      {isCopied ? <Check aria-hidden size={14} /> : <Copy aria-hidden size={14} />}
      <span aria-live="polite">{isCopied ? "Copied" : "Copy"}</span>
    </button>
  );
}

/** Pages served over plain HTTP from another machine, as in a classroom, have no clipboard API. */
async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.querySelector<HTMLInputElement>(`.share-url[value="${CSS.escape(text)}"]`);
  field?.select();
  document.execCommand("copy");
}
