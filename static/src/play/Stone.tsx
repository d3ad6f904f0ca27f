import type { Side } from "./board";

const FORMS: Record<Side, string> = {
  first: "M2 2 8 8M8 2 2 8",
  second: "M8.2 5A3.2 3.2 0 1 1 1.8 5A3.2 3.2 0 1 1 8.2 5",
};

/** The stone of who began, a cross, or of the other, a circle: ten wide and high. */
export const Stone = ({ side }: { side: Side }) => <path d={FORMS[side]} />;
