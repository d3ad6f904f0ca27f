export interface Spot {
  x: number;
  y: number;
}

const ROUNDS = 160;
/** Where nodes begin: on a circle around the middle. */
const RADIUS = 0.36;
/** What draws everything to the middle, so that what is joined to nothing stays near. */
const INWARD = 0.6;

/**
 * Where the nodes of a graph lie in the unit square, the same each time: what is joined draws together, everything
 * pushes apart, and all of it cools down (Fruchterman and Reingold, "Graph Drawing by Force-directed Placement", 1991).
 */
export function laidOut(many: number, edges: readonly (readonly [number, number])[]): Spot[] {
  const spots = Array.from({ length: many }, (_, at) => {
    const turn = (2 * Math.PI * at) / many;
    return { x: 0.5 + RADIUS * Math.sin(turn), y: 0.5 - RADIUS * Math.cos(turn) };
  });
  const apart = 0.7 / Math.sqrt(many);
  for (let round = 0; round < ROUNDS; round++) {
    const pushes = spots.map(({ x, y }) => ({ x: INWARD * (0.5 - x), y: INWARD * (0.5 - y) }));
    for (let one = 0; one < many; one++)
      for (let other = 0; other < one; other++) pull(spots, pushes, one, other, (far) => -(apart ** 2) / far);
    for (const [one, other] of edges)
      if (one !== other) pull(spots, pushes, one, other, (far) => far ** 2 / apart);
    const most = 0.08 * (1 - round / ROUNDS);
    spots.forEach((spot, at) => {
      const push = pushes[at] as Spot;
      const long = Math.hypot(push.x, push.y) || 1;
      spot.x += (push.x / long) * Math.min(long, most);
      spot.y += (push.y / long) * Math.min(long, most);
    });
  }
  return fitted(spots);
}

function pull(
  spots: readonly Spot[],
  pushes: Spot[],
  one: number,
  other: number,
  force: (far: number) => number,
) {
  const [a, b] = [spots[one] as Spot, spots[other] as Spot];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const far = Math.max(1e-4, Math.hypot(dx, dy));
  const strong = force(far) / far;
  const [mine, yours] = [pushes[one] as Spot, pushes[other] as Spot];
  mine.x += dx * strong;
  mine.y += dy * strong;
  yours.x -= dx * strong;
  yours.y -= dy * strong;
}

/** All of them within the unit square, with a margin, their form kept. */
function fitted(spots: readonly Spot[]): Spot[] {
  const [xs, ys] = [spots.map(({ x }) => x), spots.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [wide, high] = [Math.max(...xs) - left || 1, Math.max(...ys) - top || 1];
  return spots.map(({ x, y }) => ({
    x: 0.06 + (0.88 * (x - left)) / wide,
    y: 0.06 + (0.88 * (y - top)) / high,
  }));
}
