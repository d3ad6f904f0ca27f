import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { reportsIn } from "../document/reading/facts";
import { useView } from "../editor";
import { useOnWires } from "../run/looks/byHand/onWires";
import type { Block } from "../types/generated";
import type { FlowWire } from "./flow";
import { middleOf, type Point, pathOf } from "./routes";
import { shapeOn, useLabelPlace, useWay } from "./useWays";

/** A wire, coloured by what flows on it, with the shape where there is room for it or while it is pointed at. */
export const Wire = memo(function Wire({ id, data, selected }: EdgeProps<FlowWire>) {
  const source = data?.source ?? "";
  const isMain = useView(({ document, block }) => block === document.main);
  const said = useOnWires(({ texts }) => texts?.get(source));
  // Of several wires from one port the first says it for all: the others would cover the drawing.
  const isFirst = useView(({ document, block }) => said && firstFrom(document.blocks[block], source) === id);
  const written = isFirst ? said : undefined;
  const shape = useView(({ report, document, block }) => shapeOn(reportsIn(report, document, block), source));
  const way = useWay(id);
  const place = useLabelPlace(id);
  const [isPointedAt, setIsPointedAt] = useState(false);
  if (!way) return null;
  const at = place ?? (selected || isPointedAt ? middleOf(way) : null);
  return (
    <g
      className="wire"
      data-kind={data?.kind}
      onPointerEnter={() => setIsPointedAt(true)}
      onPointerLeave={() => setIsPointedAt(false)}
    >
      <BaseEdge id={id} path={pathOf(way)} interactionWidth={18} />
      {written && isMain && <Written at={middleOf(way)}>{written}</Written>}
      {!(written && isMain) && at && shape !== "" && (
        <EdgeLabelRenderer>
          <span
            className={`wire-label ${place ? "" : "is-raised"}`}
            data-kind={data?.kind}
            style={{ transform: `translate(-50%, -50%) translate(${at[0]}px, ${at[1]}px)` }}
          >
            {shape}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

/** The first wire from a port. */
function firstFrom(block: Block | undefined, source: string): string | undefined {
  return Object.entries(block?.edges ?? {}).find(([, from]) => from === source)?.[0];
}

/** Numbers that a look writes on a wire, one below the other, to be read at any distance. */
function Written({ at: [x, y], children }: { at: Point; children: string }) {
  return (
    <EdgeLabelRenderer>
      <span
        className="wire-label is-raised is-written"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {children}
      </span>
    </EdgeLabelRenderer>
  );
}
