import { useCallback, useContext } from "react";
import type { Catalog } from "../../document/reading/facts";
import { EditorContext } from "../../editor";
import type { Document } from "../../types/generated";
import { knownDrawing } from "./drawings";
import { useLiveView } from "./live";

/** How a figure is shown: `share` as percent, `number` as it is, any other word behind it; "" where nobody says. */
export type Unit = string;

/** What the figures of the averaged weights are called after those of the weights. */
export const OF_AVERAGES = " (EMA)";

/** In which unit a drawing tells what it measures by this name. */
export function unitIn(drawing: Document | null, catalog: Catalog, name: string): Unit {
  const node = drawing?.blocks[drawing.main]?.nodes[name.replace(OF_AVERAGES, "")];
  return catalog.get(node?.type ?? "")?.unit ?? "";
}

/** The same of the run looked at, by its own drawing or, until that is known, by the one that is open. */
export function useUnits(): (name: string) => Unit {
  const view = useContext(EditorContext)?.view;
  return useCallback(
    (name) => {
      const { catalog, document } = view?.getState() ?? NOTHING;
      return unitIn(knownDrawing(useLiveView.getState().runId ?? "") ?? document, catalog, name);
    },
    [view],
  );
}

const NOTHING = { catalog: new Map(), document: null };

/** Whether figures in a unit are shown as percent. An error rate above 1 is not. */
export function isShareIn(unit: Unit, values: readonly number[] | Float32Array): boolean {
  return !behind(unit) && unit !== "number" && [...values].every((value) => value >= 0 && value <= 1);
}

/** The word that stands behind a figure. */
export const behind = (unit: Unit): string => (unit === "share" || unit === "number" ? "" : unit);
