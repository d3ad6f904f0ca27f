import type { CSSProperties } from "react";
import type { NodeType } from "../types/generated";
import { hueOf, iconOf } from "./categories";

/** The coloured picture of a node type's category. */
export function Tile({ type, size = 13 }: { type: NodeType | undefined; size?: number }) {
  const Icon = iconOf(type);
  const style = { "--hue": hueOf(type?.category ?? "") } as CSSProperties;
  return (
    <span className="tile" style={style}>
      <Icon size={size} aria-hidden />
    </span>
  );
}
