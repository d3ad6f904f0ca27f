/** A course of a figure over the steps of a run. */
export type Course = [step: number, value: number][];

/** The course of one column of a run's table of curves, as the server writes it; empty where there is none. */
export function courseIn(table: string, column: string): Course {
  const [head = "", ...rows] = table.trim().split("\n");
  const place = head.split(",").indexOf(column);
  if (place < 0) return [];
  return rows.flatMap((row): Course => {
    const cells = row.split(",");
    const [step, value] = [Number(cells[0]), Number(cells[place])];
    return cells[place] && Number.isFinite(value) ? [[step, value]] : [];
  });
}

export interface Frame {
  width: number;
  height: number;
}

/** Courses as polylines in one frame, each point within it; and the least and the greatest of all values. */
export function drawnIn({ width, height }: Frame, courses: readonly Course[]) {
  const points = courses.flat();
  const values = points.map(([, value]) => value);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const last = Math.max(1, ...points.map(([step]) => step));
  const over = high - low || 1;
  const at = ([step, value]: Course[number]) =>
    `${((step / last) * width).toFixed(1)},${((1 - (value - low) / over) * height).toFixed(1)}`;
  return { lines: courses.map((course) => course.map(at).join(" ")), low, high, last };
}
