/** A part of the page that the keyboard goes to as a whole, and where in it one begins. */
interface Region {
  within: string;
  first: string;
}

// In the order in which one draws, trains and looks. Of the canvas, the selected node if it is seen.
const REGIONS: readonly Region[] = [
  { within: "#canvas", first: "#canvas .react-flow__node.selected, #canvas" },
  { within: ".strip", first: ".strip [aria-pressed=true]" },
  { within: ".dock", first: ".dock [role=tab][aria-selected=true]" },
  { within: ".inspector", first: ".inspector :is(input, select, button, a, summary)" },
  { within: ".top-bar", first: ".top-bar :is(button, a)" },
  { within: ".palette", first: ".palette input" },
];

/** Takes the keyboard to the next part of the page that is there, or to the one before. */
export function goToRegion(by: 1 | -1): void {
  const here = REGIONS.findIndex(({ within }) => document.activeElement?.closest(within));
  for (let step = 1; step <= REGIONS.length; step++) {
    const start = here < 0 && by < 0 ? 0 : here;
    const region = REGIONS[(start + by * step + 2 * REGIONS.length) % REGIONS.length];
    const first = region && beginningOf(region);
    first?.focus();
    if (first) return;
  }
}

// The last match is the innermost: a node before the canvas that holds it.
function beginningOf({ first }: Region): HTMLElement | undefined {
  const found = [...document.querySelectorAll<HTMLElement>(first)].filter((element) =>
    element.checkVisibility(),
  );
  return first.startsWith("#canvas") ? found.at(-1) : found[0];
}
