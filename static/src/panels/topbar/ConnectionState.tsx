import { Cloud, CloudOff, CloudUpload, LoaderCircle, type LucideIcon } from "lucide-react";
import { config } from "../../config";
import type { Connection } from "../../document/view/tab";

import { useView } from "../../editor";

/** Whether edits have reached the server, in a word. */
export function ConnectionState() {
  const connection = useView((view) => view.connection);
  const { Icon, word, hint, isWarning } = {
    ...WORDS[connection],
    ...(config.page === "share" ? WATCHED[connection] : {}),
  };
  return (
    <output className={`connection ${isWarning ? "is-warning" : ""}`} title={hint}>
      <Icon size={14} aria-hidden />
      <span>{word}</span>
    </output>
  );
}

interface Words {
  Icon: LucideIcon;
  word: string;
  hint: string;
  isWarning?: boolean;
}

const CLOSED: Words = {
  Icon: CloudOff,
  word: "Closed",
  hint: "This drawing is no longer shown to you.",
  isWarning: true,
};

const WORDS: Record<Connection, Words> = {
  loading: { Icon: LoaderCircle, word: "Connecting", hint: "Asking the server for the drawing." },
  saved: { Icon: Cloud, word: "Saved", hint: "The server has stored every edit." },
  saving: { Icon: CloudUpload, word: "Saving", hint: "Your last edits are on their way to the server." },
  unstored: {
    Icon: CloudUpload,
    word: "Not stored yet",
    hint: "The server can't store edits just now. It has yours, and tries until it can; this browser keeps them too.",
    isWarning: true,
  },
  kept: {
    Icon: CloudOff,
    word: "Kept here, not yet on the server",
    hint: "This browser keeps your edits. They go to the server as soon as it takes them.",
    isWarning: true,
  },
  refused: {
    Icon: CloudOff,
    word: "Kept here only",
    hint: "The server does not take this drawing: it is too large. Undo what made it so, and load the page anew.",
    isWarning: true,
  },
  withdrawn: CLOSED,
  missing: CLOSED,
};

/** What is otherwise for somebody who only watches. */
const WATCHED: Partial<Record<Connection, Partial<Words>>> = {
  saved: { word: "Live", hint: "Edits of the owner show at once." },
  kept: { word: "Not live", hint: "The server can't be reached: what you see is from before." },
};
