import { CircleCheck, TriangleAlert } from "lucide-react";
import { applyFix } from "../../commands/actions/apply-fix";
import { goTo } from "../../commands/actions/go";
import { act } from "../../commands/command";
import { placeOf } from "../../document/reading/facts";
import { useEditor, useView } from "../../editor";
import type { Problem } from "../../types/generated";
import { useNotChecked } from "./NotChecked";

/** Problems in words, each with the button that mends it where one is known. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  return (
    <ul className="problems">
      {problems.map((problem) => (
        <ProblemItem
          key={`${problem.code} ${problem.block} ${problem.node} ${problem.port} ${problem.message}`}
          problem={problem}
        />
      ))}
    </ul>
  );
}

/** Every problem of the drawing, or a word that there is none. */
export function AllProblems() {
  const problems = useView((view) => view.report?.problems);
  const isChecked = useNotChecked() === null;
  if (!problems) return <p className="hint">Checking the drawing…</p>;
  if (problems.length > 0) return <Problems problems={problems} />;
  if (!isChecked) return <p className="hint">There were none when the drawing was checked last.</p>;
  return (
    <p className="hint is-good">
      <CircleCheck size={14} aria-hidden /> Nothing stands in the way of training.
    </p>
  );
}

function ProblemItem({ problem }: { problem: Problem }) {
  const editor = useEditor();
  const isReadOnly = useView((view) => view.isReadOnly);
  const { node, fix } = problem;
  const block = useView((view) => placeOf(problem, view.document));
  const isElsewhere = useView((view) => view.block !== block);
  return (
    <li className={`problem ${problem.severity === "warning" ? "is-warning" : ""}`}>
      <TriangleAlert size={14} aria-hidden />
      <div>
        <p>{problem.message}</p>
        {problem.hint && <p className="form-help">{problem.hint}</p>}
        <div className="button-row">
          {fix && !isReadOnly && (
            <button type="button" className="fix" onClick={() => act(editor, applyFix, problem)}>
              {fix.label}
            </button>
          )}
          {node && (
            <button type="button" className="link" onClick={() => goTo(editor, block, node)}>
              Show {node}
              {isElsewhere && ` in ${block}`}
            </button>
          )}
          {problem.is_explained && (
            <a className="link" href={`/rules/#${problem.code}`} target="_blank" rel="noreferrer">
              Why?
            </a>
          )}
        </div>
      </div>
    </li>
  );
}
