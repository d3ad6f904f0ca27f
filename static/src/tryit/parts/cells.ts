/** A cell of a grid. */
export interface Cell {
  row: number;
  column: number;
}

/** Where an arrow key leads, kept on the grid; the same cell for any other key. */
export function stepped({ row, column }: Cell, key: string, rows: number, columns: number): Cell {
  const [down, right] = STEPS[key] ?? [0, 0];
  return { row: kept(row + down, rows), column: kept(column + right, columns) };
}

const STEPS: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const kept = (place: number, many: number) => Math.max(0, Math.min(many - 1, place));

/** The cell below a pointer, given where the grid lies on the page. */
export function cellAt(
  pointer: { clientX: number; clientY: number },
  box: { left: number; top: number; width: number; height: number },
  rows: number,
  columns: number,
): Cell {
  return {
    row: kept(Math.floor(((pointer.clientY - box.top) / box.height) * rows), rows),
    column: kept(Math.floor(((pointer.clientX - box.left) / box.width) * columns), columns),
  };
}

/** All cells on the straight way from one to another, so that a quick hand leaves no gaps. */
export function cellsBetween(from: Cell, to: Cell): Cell[] {
  const steps = Math.max(Math.abs(to.row - from.row), Math.abs(to.column - from.column));
  return Array.from({ length: steps + 1 }, (_, at) => {
    const part = steps === 0 ? 0 : at / steps;
    return {
      row: Math.round(from.row + part * (to.row - from.row)),
      column: Math.round(from.column + part * (to.column - from.column)),
    };
  });
}

/** The cells that a round brush covers: one for a radius of 0. */
export function covered({ row, column }: Cell, radius: number, rows: number, columns: number): Cell[] {
  const cells: Cell[] = [];
  for (let down = -radius; down <= radius; down++)
    for (let right = -radius; right <= radius; right++) {
      const cell = { row: row + down, column: column + right };
      const isInside = cell.row >= 0 && cell.row < rows && cell.column >= 0 && cell.column < columns;
      if (isInside && down ** 2 + right ** 2 <= radius ** 2 + 0.5) cells.push(cell);
    }
  return cells;
}
