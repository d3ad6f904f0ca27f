import type { ComponentType } from "react";
import type { Answered, AnsweredBy, Asks, Given } from "../types/generated";

/** One field that the network takes. */
export type Asked = Asks["fields"][number];
/** Of which kind a field is. */
export type Kind = keyof Given & Asked["kind"];
export type AskedOf<K extends Kind> = Extract<Asked, { kind: K }>;
/** What each field is given so far, by its name; null where it is nothing yet. */
export type Hand = Readonly<Record<string, Given[Kind] | null>>;

export interface FieldProps<K extends Kind> {
  asked: AskedOf<K>;
  /** What it is given now, by hand or out of a held-out sample. */
  given: Given[K] | null;
  onGive: (given: Given[K] | null) => void;
  /** Nothing else is asked for, so that there is room. */
  isAlone: boolean;
  /** All that is asked for, and what the network really got of it when it was asked last. */
  asks: Asks;
  seen: Answered["given"] | null;
}

/** How one kind of field is given. A file in `fields/` defines one, and is named for its kind. */
export interface FieldKind<K extends Kind = Kind> {
  key: K;
  Field: ComponentType<FieldProps<K>>;
  /** What it is given before a hand touches it; left out, nothing. */
  start?: (asked: AskedOf<K>) => Given[K];
  /** Nobody makes one up: a held-out sample stands there first, if one may be seen. */
  beginsWithSample?: boolean;
  /** What to do, in words, before there is an answer. */
  call: string;
  /** What the network really got, where that is not what the hand gave. */
  Seen?: ComponentType<{ asked: AskedOf<K>; hand: Given[K]; given: Given[K] }>;
}

/** What the network tells of one answer. */
export type Told = AnsweredBy["told"][string];
export type ToldKind = Told["kind"];
export type ToldOf<K extends ToldKind> = Extract<Told, { kind: K }>;

export interface AnswerProps<K extends ToldKind> {
  name: string;
  told: ToldOf<K>;
  /** What would be right, where a held-out sample is given as it is. */
  right: ToldOf<K> | null;
  /** All that was asked for, and what the network really got. */
  asks: Asks;
  given: Answered["given"];
}

/** How one kind of answer is shown. A file in `answers/` defines one, and is named for its kind. */
export interface AnswerKind<K extends ToldKind = ToldKind> {
  key: K;
  Answer: ComponentType<AnswerProps<K>>;
}
