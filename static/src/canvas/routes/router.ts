import { apart } from "./apart";
import { around, type Box, crosses, grown, meet, type Obstacle, type Point, whole } from "./box";
import { Field } from "./field";
import { coursesOf } from "./rails";
import { CLOSE_PX, ROOM_PX, STUB_PX, search } from "./search";
import { curve, pieces, type Way, type Wire } from "./way";

const FORWARD_PX = 12; // a curve needs some way to turn
const SWEEP_PX = 400; // longer ones that also rise or fall sweep over half the drawing
const FLAT_PX = 30;
const FIRST_PAD_PX = 160; // around the ends of a wire, where its way is looked for first
const LAST_PAD_PX = 2560;

/** An obstacle as the field holds it: found by all that belongs to it, its picture too. */
interface Standing {
  id: string;
  box: Box;
  obstacle: Obstacle;
}

/** A wire's own way, before those of others make it step aside, and the area whose nodes decide it. */
interface Own {
  wire: Wire;
  way: Way;
  area: Box;
}

/**
 * The ways of wires around nodes. They follow from where nodes and ports are and from nothing else; what is
 * remembered between two calls only saves work: a wire is looked at again when something moved in its area.
 */
export class Router {
  private readonly field = new Field<Standing>();
  private readonly bare = new Field<Obstacle>();
  private standing = new Map<string, Standing>();
  private own = new Map<string, Own>();
  private ways = new Map<string, Way>();

  /** The way of each wire, by its id; one that is as before keeps its identity. */
  route(obstacles: readonly Obstacle[], wires: readonly Wire[]): ReadonlyMap<string, Way> {
    const changed = this.stand(obstacles);
    const own = new Map<string, Own>();
    for (const wire of wires) own.set(wire.id, this.kept(wire, changed) ?? this.find(wire));
    this.own = own;
    this.ways = this.beside(own);
    return this.ways;
  }

  /** Takes in where nodes are, and tells where something came or went. */
  private stand(obstacles: readonly Obstacle[]): Box[] {
    const changed: Box[] = [];
    const next = new Map<string, Standing>();
    for (const obstacle of obstacles) {
      const known = this.standing.get(obstacle.id);
      if (known && isSame(known.obstacle, obstacle)) {
        next.set(obstacle.id, known);
        continue;
      }
      const standing = { id: obstacle.id, box: whole(obstacle), obstacle };
      next.set(obstacle.id, standing);
      this.field.add(standing);
      this.bare.add(obstacle);
      changed.push(standing.box);
    }
    for (const [id, known] of this.standing) {
      if (next.get(id) === known) continue;
      this.field.delete(known);
      this.bare.delete(known.obstacle);
      changed.push(known.box);
    }
    this.standing = next;
    return changed;
  }

  private kept(wire: Wire, changed: readonly Box[]): Own | null {
    const known = this.own.get(wire.id);
    if (!known || !isSameWire(known.wire, wire)) return null;
    return changed.some((box) => meet(box, known.area)) ? null : known;
  }

  private find(wire: Wire): Own {
    const { from, to } = wire;
    const ends = around([from, to]);
    const [ahead, aside] = [to[0] - from[0], Math.abs(to[1] - from[1])];
    if (ahead >= FORWARD_PX && (ahead <= SWEEP_PX || aside < FLAT_PX)) {
      const way = curve(from, to);
      const area = grown(ends, CLOSE_PX);
      if (this.isFree(way, area, wire)) return { wire, way, area };
    }
    for (let pad = FIRST_PAD_PX; ; pad *= 4) {
      const area = grown(ends, pad);
      const inside = this.field.in(area).map(({ obstacle }) => obstacle);
      inside.sort((one, other) => (one.id < other.id ? -1 : 1)); // so that equal ways are chosen alike
      const points = search(from, to, inside);
      const isShortest = detour(points) <= 2 * pad && holds(area, points);
      if (pad >= LAST_PAD_PX || (isShortest && !inside.some((node) => isBehind(points, node, wire)))) {
        return { wire, way: { isCurve: false, points }, area: grown(area, ROOM_PX) };
      }
    }
  }

  private isFree(way: Way, area: Box, { source, target }: Wire): boolean {
    const near = this.field.in(area).filter(({ id }) => id !== source && id !== target);
    if (near.length === 0) return true;
    const line = pieces(way);
    return near.every(({ box }) => {
      const close = grown(box, CLOSE_PX);
      return line.every((point, index) => index === 0 || !crosses(line[index - 1] as Point, point, close));
    });
  }

  /** The ways as they are drawn: beside each other, and as before where nothing changed. */
  private beside(own: ReadonlyMap<string, Own>): Map<string, Way> {
    const courses = coursesOf([...own.values()].map(({ wire, way }) => [wire, way] as const));
    apart(courses, this.bare);
    const ways = new Map([...own].map(([id, { way }]) => [id, way]));
    for (const { wire, corners } of courses) {
      const way = ways.get(wire.id);
      if (!way || way.isCurve) continue;
      const known = this.ways.get(wire.id);
      ways.set(
        wire.id,
        known && isSameLine(known.points, corners) ? known : { isCurve: false, points: corners },
      );
    }
    return isSameMap(ways, this.ways) ? this.ways : ways;
  }
}

const isSameMap = (one: ReadonlyMap<string, Way>, other: ReadonlyMap<string, Way>): boolean =>
  one.size === other.size && [...one].every(([id, way]) => other.get(id) === way);

/** How much longer a way is than it would be if nothing stood in it. */
function detour(points: readonly Point[]): number {
  const span = ([x1, y1]: Point, [x2, y2]: Point) => Math.abs(x2 - x1) + Math.abs(y2 - y1);
  const length = points.reduce((sum, point, index) => sum + span(points[index - 1] ?? point, point), 0);
  return length - span(points[0] as Point, points.at(-1) as Point);
}

function holds({ left, top, right, bottom }: Box, points: readonly Point[]): boolean {
  const box = grown(around(points), ROOM_PX);
  return box.left >= left && box.top >= top && box.right <= right && box.bottom <= bottom;
}

/** True when a way runs behind a node that it could have gone around: neither end lies on it. */
function isBehind(points: readonly Point[], { box }: Obstacle, { from, to }: Wire): boolean {
  const reach = grown(box, STUB_PX);
  if (holdsPlace(reach, from) || holdsPlace(reach, to)) return false;
  return points.some((point, index) => index > 0 && crosses(points[index - 1] as Point, point, box));
}

const holdsPlace = ({ left, top, right, bottom }: Box, [x, y]: Point): boolean =>
  x > left && x < right && y > top && y < bottom;

const isSame = (one: Obstacle, other: Obstacle) =>
  one === other ||
  (one.below === other.below &&
    one.box.left === other.box.left &&
    one.box.top === other.box.top &&
    one.box.right === other.box.right &&
    one.box.bottom === other.box.bottom);

const isSameWire = (one: Wire, other: Wire) =>
  one.net === other.net && isSameLine([one.from, one.to], [other.from, other.to]);

const isSameLine = (one: readonly Point[], other: readonly Point[]) =>
  one.length === other.length &&
  one.every(([x, y], index) => x === other[index]?.[0] && y === other[index]?.[1]);
