import { count } from "../live/sentences";
import { FigureCells, FigureHeads } from "../looks/parts/FigureCells";
import { figuresOf, figureText } from "../looks/parts/figures";
import type { PictureKind } from "../looks/registry";

export const picture: PictureKind<"labels"> = {
  key: "labels",
  Picture: ({ picture: { names, said, right, hits, looked_at } }) => (
    <table className="confusion" style={{ "--rows": names.length + 1 } as object}>
      <thead>
        <tr>
          <td />
          <th scope="col">accuracy</th>
          <FigureHeads />
        </tr>
      </thead>
      <tbody>
        {names.map((name, place) => {
          const [was, is, both] = [said[place] ?? 0, right[place] ?? 0, hits[place] ?? 0];
          const wrong = was + is - 2 * both;
          return (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="figure">{figureText((looked_at - wrong) / looked_at)}</td>
              <FigureCells {...figuresOf(both, was, is)} />
            </tr>
          );
        })}
      </tbody>
    </table>
  ),
  words: ({ picture: { whole, looked_at } }) => `${count(whole)} of ${count(looked_at)} wholly right`,
};
