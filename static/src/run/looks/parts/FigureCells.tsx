import { type Figures, figureText } from "./figures";

/** The names of what `FigureCells` shows. */
export function FigureHeads() {
  return (
    <>
      <th className="figure" scope="col" title="Of what it is said to be, the share that it is">
        precision
      </th>
      <th className="figure" scope="col" title="Of what it is, the share that is found">
        recall
      </th>
      <th className="figure" scope="col" title="Between precision and recall">
        F1
      </th>
    </>
  );
}

/** How well one class is found and not mistaken, as the last cells of a row. */
export function FigureCells({ precision, recall, f1 }: Figures) {
  return [precision, recall, f1].map((value, place) => (
    <td key={NAMES[place]} className="figure">
      {figureText(value)}
    </td>
  ));
}

const NAMES = ["precision", "recall", "f1"];
