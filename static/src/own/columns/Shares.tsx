import { useId } from "react";
import type { Choices } from "../../types/generated";
import { choose } from "../draft";
import { count, PARTS } from "../words";

interface SharesProps {
  /** How many samples there are; null where they are cut out of one long series. */
  rows: number | null;
  choices: Choices;
}

/** How the samples are shared among the parts. */
export function Shares({ rows, choices: { shares, columns } }: SharesProps) {
  const [validation, test] = shares;
  const parts = [Math.max(0, 1 - validation - test), validation, test];
  const isToldByColumn = Object.values(columns).some(({ role }) => role === "part");
  if (isToldByColumn) return <p className="own-fine">A column says which part each sample is in.</p>;
  return (
    <fieldset className="own-shares">
      <legend>Parts</legend>
      <div className="own-share-bar" aria-hidden>
        {parts.map((share, part) => (
          <span key={PARTS[part]} data-part={PARTS[part]} style={{ flexGrow: share }} />
        ))}
      </div>
      <dl>
        {parts.map((share, part) => (
          <div key={PARTS[part]}>
            <dt className="own-part" data-part={PARTS[part]}>
              {PARTS[part]}
            </dt>
            <dd>
              {part === 0 ? (
                <span>{percent(share)} %</span>
              ) : (
                <Share
                  name={PARTS[part] as string}
                  share={share}
                  onKeep={(kept) => choose({ shares: part === 1 ? [kept, test] : [validation, kept] })}
                />
              )}
              {rows !== null && <span className="own-fine">about {count(Math.round(share * rows))}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </fieldset>
  );
}

interface ShareProps {
  name: string;
  share: number;
  onKeep: (share: number) => void;
}

function Share({ name, share, onKeep }: ShareProps) {
  const id = useId();
  return (
    <span>
      <label htmlFor={id} className="own-hidden">
        Share of {name}, in percent
      </label>
      <input
        id={id}
        className="field own-number"
        type="number"
        min={0}
        max={80}
        step={1}
        value={percent(share)}
        onChange={({ target }) => {
          const typed = target.valueAsNumber;
          if (typed >= 0 && typed <= 80) onKeep(typed / 100);
        }}
      />{" "}
      %
    </span>
  );
}

const percent = (share: number) => Math.round(100 * share);
