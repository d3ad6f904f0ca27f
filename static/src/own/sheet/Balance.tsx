import type { ClassCounts } from "../../types/generated";
import { count, FEW, PARTS } from "../words";

/** How many samples each class has, in each part, as bars; few are said to be few. */
export function Balance({ counts: { field, classes, counts } }: { counts: ClassCounts }) {
  const totals = counts.map((each) => each.reduce((sum, many) => sum + many, 0));
  const most = Math.max(1, ...totals);
  return (
    <table className="own-balance">
      <caption>
        Classes of {field}:{" "}
        {PARTS.map((part) => (
          <span key={part} className="own-part" data-part={part}>
            {part}
          </span>
        ))}
      </caption>
      <tbody>
        {classes.map((name, place) => (
          <tr key={name} hidden={totals[place] === 0}>
            <th scope="row">{name === " " ? "space" : name}</th>
            <td>
              <span className="own-stack">
                {counts[place]?.map((many, part) => (
                  <span
                    key={PARTS[part]}
                    data-part={PARTS[part]}
                    title={`${count(many)} for ${PARTS[part]}`}
                    style={{ width: `${(100 * many) / most}%` }}
                  />
                ))}
              </span>
            </td>
            <td>
              {counts[place]?.map(count).join(" · ")}
              {(totals[place] ?? 0) < FEW && <strong> too few: under {FEW}</strong>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
