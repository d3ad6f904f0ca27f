import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { create } from "zustand";
import { forgetWithCause, sayWhy } from "../trouble";

const SHOWN_MS = 7_000;
const MOST = 2;

/** Something to tell the user in passing. */
export interface Notice {
  title: string;
  text?: string;
  tone?: "plain" | "error";
}

const useNotices = create<{ notices: readonly Notice[] }>(() => ({ notices: [] }));
const isSame = (one: Notice, other: Notice) => one.title === other.title && one.text === other.text;
const without = (notices: readonly Notice[], notice: Notice) =>
  notices.filter((each) => !isSame(each, notice));

/** Shows a notice for a few seconds and says it to screen readers; the same notice is not stacked. */
export function notify(notice: Notice): void {
  useNotices.setState(({ notices }) => ({ notices: [...without(notices, notice), notice].slice(-MOST) }));
}

/** Says that something did not work, and why, for as long as that is so. */
export function notifyFailure(title: string, error: unknown): void {
  const notice: Notice = { title, text: sayWhy(error), tone: "error" };
  notify(notice);
  forgetWithCause(error, () => withdraw(notice));
}

/** Takes a notice away before its time. */
export function withdraw(notice: Notice): void {
  useNotices.setState(({ notices }) => ({ notices: without(notices, notice) }));
}

/** Where notices appear. Mounted once, and there before the first, so that screen readers hear it. */
export function Notices() {
  const notices = useNotices((now) => now.notices);
  return (
    <section className="notices" aria-label="Notices" aria-live="polite">
      {notices.map((notice) => (
        <Shown key={`${notice.title}\n${notice.text}`} notice={notice} />
      ))}
    </section>
  );
}

/** One notice: it stays while it is pointed at or holds the focus. */
function Shown({ notice }: { notice: Notice }) {
  const { title, text, tone = "plain" } = notice;
  const [isHeld, setIsHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => withdraw(notice), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, notice]);
  const hold = () => setIsHeld(true);
  const letGo = () => setIsHeld(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only waits while somebody reads; nothing here is pressed
    <div
      className="notice"
      data-type={tone}
      role={tone === "error" ? "alert" : undefined}
      onPointerEnter={hold}
      onPointerLeave={letGo}
      onFocus={hold}
      onBlur={letGo}
    >
      <div>
        <p className="notice-title">{title}</p>
        {text && <p className="notice-text">{text}</p>}
      </div>
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => withdraw(notice)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
