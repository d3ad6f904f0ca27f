/** Numbers that are waiting, the cheapest first; of equals the one that came last. */
export class Heap {
  private readonly items: number[] = [];
  private readonly costs: number[] = [];

  push(item: number, cost: number): void {
    const { items, costs } = this;
    let at = items.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((costs[parent] as number) < cost) break;
      items[at] = items[parent] as number;
      costs[at] = costs[parent] as number;
      at = parent;
    }
    items[at] = item;
    costs[at] = cost;
  }

  /** The cheapest; -1 when none waits. */
  pop(): number {
    const { items, costs } = this;
    const first = items[0];
    if (first === undefined) return -1;
    const item = items.pop() as number;
    const cost = costs.pop() as number;
    if (items.length) this.sink(item, cost);
    return first;
  }

  private sink(item: number, cost: number): void {
    const { items, costs } = this;
    let at = 0;
    for (let child = 1; child < items.length; child = 2 * at + 1) {
      if (child + 1 < items.length && (costs[child + 1] as number) < (costs[child] as number)) child += 1;
      if ((costs[child] as number) >= cost) break;
      items[at] = items[child] as number;
      costs[at] = costs[child] as number;
      at = child;
    }
    items[at] = item;
    costs[at] = cost;
  }
}
