import type { Told } from "./axis";
import { setWay, useWay } from "./settings";
import { beyondSentences, beyondWords, unshownWords } from "./words";

interface Props {
  /** The kind of chart that is set. */
  chart: string;
  isShare: boolean;
  told: Told | null;
}

/** The vertical axis of a chart: in powers of ten or not, and what it leaves out. */
export function AxisTools({ chart, isShare, told }: Props) {
  const unshown = told ? unshownWords(told) : "";
  return (
    <>
      {!isShare && <LogToggle chart={chart} told={told} />}
      {told?.isSpiked && <WholeToggle chart={chart} told={told} isShare={isShare} />}
      {unshown && told && (
        <span className="run-aside" title={beyondSentences(told, isShare)}>
          {unshown}
        </span>
      )}
    </>
  );
}

function LogToggle({ chart, told }: Pick<Props, "chart" | "told">) {
  const { isLog } = useWay(chart);
  const isOffered = !isLog && told?.isLogHelpful === true;
  const isImpossible = told !== null && !told.canBeLog;
  const title = isImpossible
    ? "Powers of ten need values above zero."
    : isOffered
      ? "Most of this lies close together at the bottom. In powers of ten it would spread out."
      : "Show the vertical axis in powers of ten";
  return (
    <button
      type="button"
      className={`run-toggle ${isOffered ? "is-offered" : ""}`}
      aria-pressed={isLog}
      disabled={!isLog && isImpossible}
      title={title}
      onClick={() => setWay(chart, { isLog: !isLog })}
    >
      {isOffered ? "try log" : "log"}
    </button>
  );
}

/** Says how many points lie beyond the edges, and brings them in. */
function WholeToggle({ chart, told, isShare }: { chart: string; told: Told; isShare: boolean }) {
  const { isWhole } = useWay(chart);
  const beyond = beyondWords(told);
  if (!isWhole && !beyond) return null; // the axes of another run have room for all
  return (
    <button
      type="button"
      className="run-toggle"
      aria-pressed={isWhole}
      title={
        isWhole
          ? "Every point is shown. Leave the few beyond the edge that flatten the others."
          : `${beyondSentences(told, isShare)} They would flatten the others. Show them all.`
      }
      onClick={() => setWay(chart, { isWhole: !isWhole })}
    >
      {beyond && `${beyond} · `}show all
    </button>
  );
}
