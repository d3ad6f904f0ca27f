import { Cloud, CloudOff, LoaderCircle } from "lucide-react";
import type { View } from "../document/view";
import { useView } from "../editor";

/** Whether edits have reached the server, in a word. */
export function ConnectionState() {
  const { Icon, word, hint, tone } = useView(words);
  return (
    <output className={`connection ${tone}`} title={hint}>
      <Icon size={14} aria-hidden />
      <span>{word}</span>
    </output>
  );
}

const SAVED = { Icon: Cloud, word: "Saved", hint: "Every edit is on the server.", tone: "" };
const LIVE = { Icon: Cloud, word: "Live", hint: "Edits of the owner show at once.", tone: "" };
const LOADING = {
  Icon: LoaderCircle,
  word: "Connecting",
  hint: "Asking the server for the drawing.",
  tone: "",
};
const OFFLINE = {
  Icon: CloudOff,
  word: "Offline: edits are kept here",
  hint: "They go to the server as soon as it can be reached.",
  tone: "is-warning",
};
const ENDED = {
  Icon: CloudOff,
  word: "Closed",
  hint: "This drawing is no longer shown to you.",
  tone: "is-warning",
};

function words({ connection, isReadOnly }: View) {
  if (connection === "saved") return isReadOnly ? LIVE : SAVED;
  if (connection === "loading") return LOADING;
  return connection === "offline" ? OFFLINE : ENDED;
}
