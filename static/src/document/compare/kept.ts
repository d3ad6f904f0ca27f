import type { Block, Document, Node } from "../../types/generated";
import { blockOf, neededBlocks, portsOf, sharedBy, usedBlock, usersOf } from "../reading/blocks";
import { splitPort } from "../reading/ports";
import { hasSameParams, isSame } from "./changes";

/** The nodes of each block that compute what they did. */
export type Kept = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * The nodes that are as they were, with everything that comes before them: what a run shows of them is still true.
 *
 * Inside a block that holds for every use of it. In a block that is run over and over, what comes before is also
 * what comes after, so there it is all or nothing.
 */
export function keptNodes(was: Document, now: Document): Kept {
  return new Keeping(was, now).all();
}

/** The same of a drawing of which nothing changed. */
export function allNodes({ blocks }: Document): Kept {
  return new Map(Object.entries(blocks).map(([name, { nodes }]) => [name, new Set(Object.keys(nodes))]));
}

class Keeping {
  readonly #blocks = new Map<string, ReadonlySet<string>>();
  readonly #same = new Map<string, boolean>();

  constructor(
    private readonly was: Document,
    private readonly now: Document,
  ) {}

  all(): Kept {
    for (const name of new Set([this.now.main, ...Object.keys(this.now.blocks)])) this.#keptIn(name);
    return this.#blocks;
  }

  #keptIn(name: string): ReadonlySet<string> {
    const known = this.#blocks.get(name);
    if (known) return known;
    this.#blocks.set(name, new Set()); // a block that is inside of itself keeps nothing
    const kept = this.#isEnteredAsBefore(name) ? this.#keptFrom(name) : new Set<string>();
    this.#blocks.set(name, kept);
    return kept;
  }

  // Whether what every use of a block gives to it is as it was.
  #isEnteredAsBefore(name: string): boolean {
    if (name === this.now.main) return name === this.was.main;
    if (!hasSameParams(blockOf(this.was, name).params, blockOf(this.now, name).params)) return false;
    return usersOf(this.now, name).every(({ block, node }) => {
      const use = blockOf(this.now, block).nodes[node];
      const before = blockOf(this.was, block).nodes[node];
      if (!use || !before || use.type !== before.type || !hasSameParams(use.params, before.params))
        return false;
      if (use.type !== "Block" && !this.#isSameInside(name)) return false;
      const kept = this.#keptIn(block);
      const sources = sourcesOf(blockOf(this.now, block), node);
      return (
        isSame(sources, sourcesOf(blockOf(this.was, block), node)) &&
        sources.every(([, source]) => kept.has(splitPort(source)[0]))
      );
    });
  }

  #keptFrom(name: string): ReadonlySet<string> {
    const [was, now] = [blockOf(this.was, name), blockOf(this.now, name)];
    const [before, after] = [sourcesIn(was), sourcesIn(now)];
    const verdicts = new Map<string, boolean>();
    const isKept = (id: string): boolean => {
      const known = verdicts.get(id);
      if (known !== undefined) return known;
      verdicts.set(id, false); // until it is known: a circle computes nothing
      const sources = after.get(id) ?? [];
      const verdict =
        this.#isSameNode(was.nodes[id], now.nodes[id]) &&
        isSame(sources, before.get(id) ?? []) &&
        sources.every(([, source]) => isKept(splitPort(source)[0])) &&
        isSharerKept(now.nodes[id], isKept);
      verdicts.set(id, verdict);
      return verdict;
    };
    return new Set(Object.keys(now.nodes).filter(isKept));
  }

  #isSameNode(was: Node | undefined, now: Node | undefined): boolean {
    if (!was || !now || was.type !== now.type || !hasSameParams(was.params, now.params)) return false;
    const block = usedBlock(now);
    return block === null || this.#isSameInside(block);
  }

  /** Whether a block computes what it did, with all that is inside of it. */
  #isSameInside(name: string): boolean {
    const known = this.#same.get(name);
    if (known !== undefined) return known;
    const names = [name, ...neededBlocks(this.now, Object.values(blockOf(this.now, name).nodes))];
    const verdict = names.every((each) => isSameBlock(this.was.blocks[each], this.now.blocks[each]));
    this.#same.set(name, verdict);
    return verdict;
  }
}

type Source = [target: string, source: string];

function sourcesIn({ edges }: Block): Map<string, Source[]> {
  const sources = new Map<string, Source[]>();
  for (const edge of Object.entries(edges).sort()) {
    const [id] = splitPort(edge[0]);
    const known = sources.get(id);
    if (known) known.push(edge);
    else sources.set(id, [edge]);
  }
  return sources;
}

const sourcesOf = (block: Block, node: string): Source[] => sourcesIn(block).get(node) ?? [];

function isSharerKept(node: Node | undefined, isKept: (id: string) => boolean): boolean {
  const owner = sharedBy(node);
  return owner === null || isKept(owner);
}

function isSameBlock(was: Block | undefined, now: Block | undefined): boolean {
  if (!was || !now) return false;
  const ids = Object.keys(now.nodes);
  return (
    hasSameParams(was.params, now.params) &&
    ids.length === Object.keys(was.nodes).length &&
    isSame(Object.entries(was.edges).sort(), Object.entries(now.edges).sort()) &&
    (["Input", "Output"] as const).every((type) => isSame(portsOf(was, type), portsOf(now, type))) &&
    ids.every((id) => {
      const [before, after] = [was.nodes[id], now.nodes[id]];
      return before && after && before.type === after.type && hasSameParams(before.params, after.params);
    })
  );
}
