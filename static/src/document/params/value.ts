import type { Node } from "../../types/generated";

/** What a parameter may hold. */
export type Value = Node["params"][string];
