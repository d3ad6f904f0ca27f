import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useView } from "../../editor";
import { markLines } from "./codeMarks";

const COPIED_MS = 1_600;

/** The Python that this drawing is: the source that the worker runs. */
export function Code() {
  const source = useView((view) => view.source);
  const problems = useView(
    (view) => (view.report?.problems ?? []).filter(({ severity }) => severity === "error").length,
  );
  const selection = useView((view) => view.selection);
  const block = useView((view) => view.block);
  const document = useView((view) => view.document);
  const firstMarked = useRef<HTMLSpanElement>(null);
  const [chosen] = selection;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new choice scrolls, whatever the lines are.
  useEffect(() => {
    firstMarked.current?.scrollIntoView({ block: "center" });
  }, [chosen]);
  if (source === null) {
    return (
      <p className="hint dock-hint">
        {problems > 0
          ? `The code shows here once ${problems === 1 ? "the problem is" : `the ${problems} problems are`} mended.`
          : "The code shows here in a moment."}
      </p>
    );
  }
  const lines = source.split("\n");
  const marked = markLines(lines, selection, document, block);
  const first = marked.indexOf(true);
  return (
    <section className="code" aria-label="Code">
      <CopyButton text={source} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it. */}
      <pre tabIndex={0}>
        {lines.map((line, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the file.
            key={index}
            ref={index === first ? firstMarked : undefined}
            className={marked[index] ? "line is-marked" : "line"}
          >
            {line}
            {"\n"}
          </span>
        ))}
      </pre>
    </section>
  );
}

function CopyButton({ text }: { text: string }) {
  const [isDone, setIsDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setIsDone(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [isDone]);
  if (!navigator.clipboard) return null; // plain http: the text can still be selected
  return (
    <button
      type="button"
      className="button copy-code"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setIsDone(true))}
    >
      {isDone ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{isDone ? "Copied" : "Copy"}</span>
    </button>
  );
}
