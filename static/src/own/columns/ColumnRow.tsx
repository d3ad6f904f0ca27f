import type { ColumnChoice, ColumnTold } from "../../types/generated";
import { chooseColumn } from "../draft";
import { count, KINDS, type Kind, ROLES, type Role } from "../words";
import { Bars } from "./Bars";

interface ColumnRowProps {
  column: ColumnTold;
  rows: number;
  choice: ColumnChoice | undefined;
}

/** One column: what is in it, what it seems to be and why, and what it is taken for. */
export function ColumnRow({ column, rows, choice }: ColumnRowProps) {
  const { name, examples, missing, bars, distinct, kinds, role, why_role } = column;
  if (!choice) return null;
  const why = kinds.find(({ kind }) => kind === choice.kind)?.why;
  return (
    <tr data-used={choice.role !== "unused"}>
      <th scope="row">{name}</th>
      <td>
        <ul className="own-examples">
          {examples.map((example, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an example is its place
            <li key={place} title={example}>
              {example}
            </li>
          ))}
        </ul>
      </td>
      <td>
        <Bars name={name} bars={bars} />
        <span className="own-fine">
          {count(distinct)} different
          {missing > 0 && <strong> · {missingWords(missing, rows)}</strong>}
        </span>
      </td>
      <td>
        <select
          className="field"
          aria-label={`Kind of ${name}`}
          value={choice.kind}
          onChange={({ target }) => chooseColumn(name, { kind: target.value as Kind })}
        >
          {kinds.map(({ kind }) => (
            <option key={kind} value={kind}>
              {KINDS[kind]}
            </option>
          ))}
        </select>
        <p className="own-why">{why}</p>
      </td>
      <td>
        <select
          className="field"
          aria-label={`What ${name} is used as`}
          value={choice.role}
          onChange={({ target }) => chooseColumn(name, { role: target.value as Role })}
        >
          {Object.entries(ROLES).map(([each, words]) => (
            <option key={each} value={each}>
              {words}
            </option>
          ))}
        </select>
        <p className="own-why">{choice.role === role ? why_role : "You chose it."}</p>
      </td>
    </tr>
  );
}

/** "12 missing (4 %)". */
function missingWords(missing: number, rows: number): string {
  const share = (100 * missing) / Math.max(1, rows);
  return `${count(missing)} missing (${share < 1 ? "under 1" : Math.round(share)} %)`;
}
