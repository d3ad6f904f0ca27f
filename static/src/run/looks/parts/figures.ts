/** How well one class is found and not mistaken; null where there is nothing to divide by. */
export interface Figures {
  precision: number | null;
  recall: number | null;
  f1: number | null;
}

/** From how often a class was said, how often it was right to say it, and how often both. */
export function figuresOf(hits: number, said: number, right: number): Figures {
  return {
    precision: said > 0 ? hits / said : null,
    recall: right > 0 ? hits / right : null,
    f1: said + right > 0 ? (2 * hits) / (said + right) : null,
  };
}

/** Those of each class of a confusion matrix, `counts[true][predicted]`. */
export function figuresIn(counts: readonly (readonly number[])[]): Figures[] {
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
  return counts.map((row, place) => {
    const said = sum(counts.map((other) => other[place] ?? 0));
    return figuresOf(row[place] ?? 0, said, sum(row));
  });
}

/** "97 %", or a dash where there is none. */
export const figureText = (value: number | null): string =>
  value === null ? "–" : `${Math.round(value * 100)} %`;
