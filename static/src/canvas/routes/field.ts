import { type Box, meet } from "./box";

const CELL = 256;
const MOST_CELLS = 1024; // what reaches over more is looked for one by one, however far away somebody put a node

/** Things that have a box, found by where they are. */
export class Field<Item extends { box: Box }> {
  private readonly cells = new Map<number, Item[]>();
  private readonly large = new Set<Item>();
  private readonly all = new Set<Item>();

  add(item: Item): void {
    this.all.add(item);
    const keys = keysOf(item.box);
    if (!keys) this.large.add(item);
    for (const key of keys ?? []) {
      const cell = this.cells.get(key);
      if (cell) cell.push(item);
      else this.cells.set(key, [item]);
    }
  }

  delete(item: Item): void {
    this.all.delete(item);
    this.large.delete(item);
    for (const key of keysOf(item.box) ?? []) {
      const cell = this.cells.get(key);
      const at = cell?.indexOf(item) ?? -1;
      if (at >= 0) cell?.splice(at, 1);
    }
  }

  /** All whose boxes meet this one, each once, in no certain order. */
  in(box: Box): Item[] {
    const found = new Set<Item>();
    this.some(box, (item) => {
      found.add(item);
      return false;
    });
    return [...found];
  }

  /** True when one that is wanted meets this box. It may be asked for more than once. */
  some(box: Box, isWanted: (item: Item) => boolean = () => true): boolean {
    const keys = keysOf(box);
    for (const item of keys ? this.large : this.all) if (meet(item.box, box) && isWanted(item)) return true;
    for (const key of keys ?? []) {
      for (const item of this.cells.get(key) ?? []) if (meet(item.box, box) && isWanted(item)) return true;
    }
    return false;
  }
}

/** The cells that a box reaches over; null when they are too many. */
function keysOf({ left, top, right, bottom }: Box): number[] | null {
  const [first, last] = [Math.floor(left / CELL), Math.floor(right / CELL)];
  const [upper, lower] = [Math.floor(top / CELL), Math.floor(bottom / CELL)];
  if ((last - first + 1) * (lower - upper + 1) > MOST_CELLS) return null;
  const keys: number[] = [];
  for (let x = first; x <= last; x += 1) for (let y = upper; y <= lower; y += 1) keys.push(x * 65536 + y);
  return keys;
}
