import { metricText } from "../../../run/live/sentences";

interface SharesProps {
  names: readonly string[];
  shares: readonly number[];
  isMarked: (place: number) => boolean;
  label: string;
  /** What is said behind a share. */
  note?: (place: number) => string;
}

/** Shares from 0 to 1 as bars with their names. */
export function Shares({ names, shares, isMarked, label, note }: SharesProps) {
  return (
    <ol className="tryit-bars" aria-label={label}>
      {shares.map((share, place) => (
        <li key={names[place]} data-winner={isMarked(place)}>
          <span className="tryit-class">{names[place]}</span>
          <span className="tryit-bar">
            <span style={{ transform: `scaleX(${share})` }} />
          </span>
          <span className="tryit-share">
            {metricText(share, true)}
            {note?.(place)}
          </span>
        </li>
      ))}
    </ol>
  );
}
