import type { Block } from "../../types/generated";
import { splitPort } from "./ports";

/** The nodes of a block as data flows through them; where that leaves a choice, from left to right and down. */
export function inOrderOfFlow({ nodes, edges }: Block): string[] {
  const waitsFor = new Map(Object.keys(nodes).map((id) => [id, new Set<string>()]));
  for (const [target, source] of Object.entries(edges)) {
    const [from, to] = [splitPort(source)[0], splitPort(target)[0]];
    if (from in nodes && from !== to) waitsFor.get(to)?.add(from);
  }
  const left = Object.keys(nodes).sort((one, other) => {
    const [x1, y1] = nodes[one]?.position ?? [0, 0];
    const [x2, y2] = nodes[other]?.position ?? [0, 0];
    return x1 - x2 || y1 - y2;
  });
  const order: string[] = [];
  while (left.length > 0) {
    const ready = left.findIndex((id) =>
      [...(waitsFor.get(id) ?? [])].every((before) => order.includes(before)),
    );
    order.push(...left.splice(Math.max(0, ready), 1)); // in a loop, which a drawing should not have, the first
  }
  return order;
}
