import { Share2 } from "lucide-react";
import { useState } from "react";
import { later, Part } from "../parts/later";

const dialog = later(() => import("./ShareDialog").then(({ ShareDialog }) => ShareDialog), true);

/** Opens the links of a network: anybody who has one can watch it, live, and change nothing. */
export function ShareButton({ project }: { project: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="share-button"
        aria-haspopup="dialog"
        onClick={() => {
          setWasOpen(true);
          setIsOpen(true);
          void dialog.fetch();
        }}
      >
        <Share2 aria-hidden size={14} /> Share
      </button>
      {wasOpen && <Part of={dialog} props={{ project, isOpen, setIsOpen }} />}
    </>
  );
}
