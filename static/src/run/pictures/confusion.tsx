import { FigureCells, FigureHeads } from "../looks/parts/FigureCells";
import { figuresIn } from "../looks/parts/figures";
import type { PictureKind } from "../looks/registry";

/** With more classes, numbers would not be legible. */
const MOST_WITH_NUMBERS = 16;

const READING = "Rows: what it is. Columns: what the network says.";

export const picture: PictureKind<"confusion"> = {
  key: "confusion",
  Picture: ({ picture: { classes, counts } }) => {
    const hasNumbers = classes.length <= MOST_WITH_NUMBERS;
    const figures = hasNumbers ? figuresIn(counts) : [];
    return (
      <table className={`confusion ${hasNumbers ? "" : "is-dense"}`}>
        <caption className="run-unseen">{READING}</caption>
        <thead>
          <tr>
            <td className="corner" title={READING}>
              is ╲ says
            </td>
            {classes.map((name) => (
              <th key={name} scope="col">
                {hasNumbers && name}
              </th>
            ))}
            {hasNumbers && <FigureHeads />}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, truth) => (
            <tr key={classes[truth]}>
              <th scope="row">{classes[truth]}</th>
              {row.map((many, said) => (
                <td
                  key={classes[said]}
                  data-right={truth === said}
                  style={{ "--part": part(many, row) } as object}
                  title={`${classes[truth]} taken for ${classes[said]}: ${many}`}
                >
                  {hasNumbers && many > 0 && many}
                </td>
              ))}
              {figures[truth] && <FigureCells {...figures[truth]} />}
            </tr>
          ))}
        </tbody>
      </table>
    );
  },
  words: ({ picture: { counts } }) => {
    const all = counts.flat().reduce((sum, many) => sum + many, 0);
    const right = counts.reduce((sum, row, place) => sum + (row[place] ?? 0), 0);
    return `${right} of ${all} right`;
  },
};

/** How much of its row a cell has, as percent of the full colour. */
function part(many: number, row: number[]): string {
  const all = row.reduce((sum, each) => sum + each, 0);
  return `${all > 0 ? Math.round(Math.sqrt(many / all) * 100) : 0}%`;
}
