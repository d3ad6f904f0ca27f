import type { Value } from "../document/params/value";
import { useEditor, useView } from "../editor";
import type { Param } from "../types/generated";
import { leaveOut, useDraft, vary } from "./draft";
import { canVary } from "./places";
import { openSweep } from "./sweeps";

interface Props {
  path: string;
  param: Param;
  value: Value;
}

/** Beside a field, while the pointer or the focus is in its row: has the next sweep try several values of it, or no longer. */
export function Vary({ path, param, value }: Props) {
  const { view } = useEditor();
  const isReadOnly = useView((now) => now.isReadOnly);
  const isVaried = useDraft(({ axes }) => axes.some((axis) => axis.path === path));
  if (isReadOnly || !canVary(param, value)) return null;
  const choose = () => {
    if (isVaried) return leaveOut(path);
    vary({ path, param, value });
    void openSweep(null);
    view.setState({ dockTab: "sweep", isDockOpen: true });
  };
  return (
    <button
      type="button"
      className="link vary"
      aria-pressed={isVaried}
      aria-label={`${isVaried ? "Don't vary" : "Vary"} ${path}`}
      title="Train with several values of it and compare: a sweep"
      onClick={choose}
    >
      {isVaried ? "Don't vary" : "Vary"}
    </button>
  );
}
