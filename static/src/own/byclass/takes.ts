import { createStore, type StoreApi } from "zustand/vanilla";
import type { Brought } from "../pieces";

/** One picture, second of sound or drawing, in this browser alone. */
export interface Shot {
  id: string;
  /** What was recorded in one go stays in one part. */
  take: string;
  content: Blob;
  /** How it looks: the address of a picture, or the values of a sound. */
  face: string | Float32Array<ArrayBuffer>;
}

export interface OwnClass {
  id: string;
  name: string;
  shots: readonly Shot[];
}

interface Takes {
  classes: readonly OwnClass[];
}

/** Classes with what was recorded for them. They stay while the page is open, and go nowhere until they are used. */
export type TakesStore = StoreApi<Takes>;

const newId = () => crypto.getRandomValues(new Uint32Array(1))[0]?.toString(36) ?? "";
export const newTake = newId;

const empty = (name: string): OwnClass => ({ id: newId(), name, shots: [] });
const twoClasses = () => [empty("class 1"), empty("class 2")];

export const createTakes = (): TakesStore => createStore<Takes>(() => ({ classes: twoClasses() }));

const changed = (store: TakesStore, id: string, change: (known: OwnClass) => OwnClass) =>
  store.setState(({ classes }) => ({
    classes: classes.map((each) => (each.id === id ? change(each) : each)),
  }));

export function addClass(store: TakesStore): void {
  store.setState(({ classes }) => {
    const names = new Set(classes.map(({ name }) => name));
    let number = classes.length + 1;
    while (names.has(`class ${number}`)) number++;
    return { classes: [...classes, empty(`class ${number}`)] };
  });
}

export const removeClass = (store: TakesStore, id: string) =>
  store.setState(({ classes }) => ({ classes: classes.filter((each) => each.id !== id) }));

export const nameClass = (store: TakesStore, id: string, name: string) =>
  changed(store, id, (known) => ({ ...known, name }));

export const addShot = (store: TakesStore, id: string, shot: Omit<Shot, "id">) =>
  changed(store, id, (known) => ({ ...known, shots: [...known.shots, { ...shot, id: newId() }] }));

export const removeShot = (store: TakesStore, id: string, shot: string) =>
  changed(store, id, (known) => ({ ...known, shots: known.shots.filter((each) => each.id !== shot) }));

export const clearTakes = (store: TakesStore) => store.setState({ classes: twoClasses() });

/** Why a class can't be called so, in words; null when it can. */
export function refuseName(name: string, others: readonly string[]): string | null {
  const wanted = name.trim();
  if (wanted === "") return "A class needs a name.";
  if (/[/\\]/.test(wanted) || wanted.startsWith(".")) return "A name has no / or \\, and begins with no dot.";
  return others.includes(wanted) ? `There is a class ${wanted} already.` : null;
}

/** A class in fewer takes could not be in every part, as a take stays in one. */
const LEAST_TAKES = 3;

const takesOf = ({ shots }: OwnClass) => new Set(shots.map(({ take }) => take)).size;

/** Why nothing can be made of these yet, in words; `how` says how one more take comes about. */
export function refuseTakes(classes: readonly OwnClass[], how: string): string | null {
  for (const known of classes) {
    const others = classes.filter((each) => each !== known).map(({ name }) => name.trim());
    const refusal = refuseName(known.name, others);
    if (refusal) return refusal;
  }
  const filled = classes.filter(({ shots }) => shots.length > 0);
  if (filled.length < 2) return "Fill two classes at least, with some twenty each.";
  const few = filled.find((known) => takesOf(known) < LEAST_TAKES);
  return few
    ? `${few.name}: ${how} ${LEAST_TAKES} times at least. What comes in one go stays in one part.`
    : null;
}

/** The files of all classes: a folder for each, and in each name the take, so that a take stays in one part. */
export function filesOf(classes: readonly OwnClass[], suffix: string): Brought[] {
  return classes.flatMap(({ name, shots }) =>
    shots.map(({ take, content }, number) => ({
      path: `${name}/take-${take}-${number + 1}.${suffix}`,
      content,
    })),
  );
}
