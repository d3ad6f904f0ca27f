import {
  Activity,
  Box,
  Boxes,
  Calculator,
  Database,
  Dices,
  Droplets,
  Grid3x3,
  Layers,
  type LucideIcon,
  Minimize2,
  Ruler,
  Shapes,
  Sigma,
  Target,
  TrendingDown,
} from "lucide-react";
import type { NodeType } from "../types/generated";

const ICONS: Record<string, LucideIcon> = {
  Activation: Activity,
  Activations: Activity,
  Arithmetic: Calculator,
  Augmentation: Dices,
  Blocks: Boxes,
  Convolution: Grid3x3,
  Data: Database,
  Dense: Layers,
  Linear: Layers,
  Losses: TrendingDown,
  Metrics: Ruler,
  Normalization: Sigma,
  Objectives: Target,
  Pooling: Minimize2,
  Regularization: Droplets,
  Shape: Shapes,
};

const ROLE_ICONS: Partial<Record<NodeType["role"], LucideIcon>> = {
  data: Database,
  loss: TrendingDown,
  metric: Ruler,
  objective: Target,
};

/** The picture of a category; one that the server invents later gets a plain box. */
export function iconOf(type: Pick<NodeType, "category" | "role"> | undefined): LucideIcon {
  return ICONS[type?.category ?? ""] ?? (type && ROLE_ICONS[type.role]) ?? Box;
}

/** A hue in degrees, the same for a category each time. */
export function hueOf(category: string): number {
  let sum = 0;
  for (const letter of category) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 3600;
  return (sum * 137) % 360;
}
