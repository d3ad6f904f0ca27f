import { CloudOff } from "lucide-react";
import { useView } from "../../editor";
import { useLine } from "../../line/line";

/** Why shapes and problems are those of an earlier check, or null when they are not. */
export function useNotChecked(): string | null {
  const isCut = useLine((line) => line.isCut);
  const trouble = useView((view) => view.checkTrouble);
  return isCut ? "The server can't be reached." : trouble;
}

/** Says so over the foot of what is shown of the last check: nothing moves under the hand. */
export function NotChecked() {
  const why = useNotChecked();
  if (why === null) return null;
  return (
    <p className="not-checked">
      <CloudOff size={14} aria-hidden />
      <span>Not checked now: shapes and problems are from before. {why}</span>
    </p>
  );
}
