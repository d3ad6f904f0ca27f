import "./dialog.css";
import { Dialog } from "@base-ui/react/dialog";
import { Check, Copy, Link, QrCode, X } from "lucide-react";
import { type Ref, useEffect, useRef, useState } from "react";
import { OWN_DATA } from "../document/reading/ownData";
import { useView } from "../editor";
import { agoWords } from "../run/live/sentences";
import type { Document } from "../types/generated";
import { Projected } from "./Projected";
import { type Reach, type Share, useShares } from "./shares";

const COPIED_MS = 2_000;

interface ShareDialogProps {
  project: string;
  isOpen: boolean;
  setIsOpen: (isOpen: boolean) => void;
}

/** The links of a network, who can open them, and each as a code for a projector. */
export function ShareDialog({ project, isOpen, setIsOpen }: ShareDialogProps) {
  const first = useRef<HTMLButtonElement>(null);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className="share-backdrop" />
        <Dialog.Popup className="share-dialog" initialFocus={first}>
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
          <Links project={project} isOpen={isOpen} first={first} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface LinksProps {
  project: string;
  isOpen: boolean;
  /** What has the keyboard's focus at first. */
  first: Ref<HTMLButtonElement>;
}

function Links({ project, isOpen, first }: LinksProps) {
  const { shares, reach, refusal, create, change, revoke } = useShares(project, isOpen);
  const [chosen, setChosen] = useState<string | null>(null);
  const [isWithData, setIsWithData] = useState(false);
  const [mayAsk, setMayAsk] = useState(true);
  const hasOwnData = useView(({ document }) => holdsOwnData(document));
  const origin = chosen ?? reach?.elsewhere[0] ?? reach?.origin ?? location.origin;
  return (
    <>
      <button
        ref={first}
        type="button"
        className="share-button share-main"
        onClick={() => void create({ with_data: hasOwnData && isWithData, may_ask: mayAsk })}
      >
        <Link aria-hidden size={14} /> Create a link
      </button>
      <label className="share-text share-allows">
        <input type="checkbox" checked={mayAsk} onChange={({ target }) => setMayAsk(target.checked)} />
        Others may ask it: whoever has the link can draw, write or type something, and see its answer.
      </label>
      {hasOwnData && (
        <label className="share-text share-allows">
          <input
            type="checkbox"
            checked={isWithData}
            onChange={({ target }) => setIsWithData(target.checked)}
          />
          Show your data, too: whoever has the link can look at every sample, and keep a copy.
        </label>
      )}
      {/* below what is pressed: it comes a moment later, and moves no button away under the hand */}
      {reach?.is_only_here && <Warning reach={reach} origin={origin} onChoose={setChosen} />}
      {refusal && (
        <p className="share-refusal" role="alert">
          {refusal}
        </p>
      )}
      {shares?.length === 0 && <p className="share-text">There is no link yet.</p>}
      <ul className="share-list">
        {shares?.map((share) => (
          <ShareRow
            key={share.id}
            share={share}
            origin={origin}
            onLet={(mayAsk) => void change(share.id, mayAsk)}
            onRevoke={() => void revoke(share.id)}
          />
        ))}
      </ul>
    </>
  );
}

const holdsOwnData = ({ blocks }: Document) =>
  Object.values(blocks).some(({ nodes }) => Object.values(nodes).some(({ type }) => type === OWN_DATA));

interface WarningProps {
  reach: Reach;
  origin: string;
  onChoose: (origin: string) => void;
}

/** This page was opened by an address that means another machine to everybody else. */
function Warning({ reach, origin, onChoose }: WarningProps) {
  const host = new URL(reach.origin).host;
  if (reach.elsewhere.length === 0)
    return (
      <p className="share-warning" role="note">
        <strong>Links open on this machine only</strong>, as they name {host}. {reach.advice}
      </p>
    );
  return (
    <div className="share-warning" role="note">
      <p>
        <strong>{host} means this machine only.</strong> Others in your network reach it by the address that
        the links below name.
      </p>
      <label>
        Address{" "}
        <select value={origin} onChange={({ target }) => onChoose(target.value)}>
          {reach.elsewhere.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
          <option value={reach.origin}>{reach.origin} (this machine only)</option>
        </select>
      </label>
    </div>
  );
}

interface ShareRowProps {
  share: Share;
  origin: string;
  /** Told whether others may ask from now on. */
  onLet: (mayAsk: boolean) => void;
  onRevoke: () => void;
}

function ShareRow({ share, origin, onLet, onRevoke }: ShareRowProps) {
  const [isAsking, setIsAsking] = useState(false);
  const [isProjected, setIsProjected] = useState(false);
  const url = `${origin}/s/${share.token}/`;
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
      <label className="share-text share-allows">
        <input type="checkbox" checked={share.may_ask} onChange={({ target }) => onLet(target.checked)} />
        Others may ask it
      </label>
      <div className="share-row">
        <span className="share-text">
          Created {agoWords(seconds)}
          {share.with_data && ", with your data"}
        </span>
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
          <span className="share-confirm">
            <button type="button" className="share-button" onClick={() => setIsProjected(true)}>
              <QrCode aria-hidden size={14} /> Show as a code
            </button>
            <button type="button" className="share-button" onClick={() => setIsAsking(true)}>
              Revoke…
            </button>
          </span>
        )}
      </div>
      <Projected share={share} origin={origin} isOpen={isProjected} setIsOpen={setIsProjected} />
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
