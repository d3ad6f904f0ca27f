import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo, useState } from "react";
import { reportsIn } from "../document/reading/facts";
import { useView } from "../editor";
import type { FlowWire } from "./flow";
import { middleOf, pathOf } from "./routes";
import { shapeOn, useLabelPlace, useWay, useWrittenOnWires } from "./useWays";

/** A wire, coloured by what flows on it, with the shape where there is room for it or while it is pointed at. */
export const Wire = memo(function Wire({ id, data, selected }: EdgeProps<FlowWire>) {
  const written = useWrittenOnWires()?.get(data?.source ?? "");
  const shape = useView(({ report, document, block }) =>
    shapeOn(reportsIn(report, document, block), data?.source ?? ""),
  );
  const label = written ?? shape;
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
      {at && label !== "" && (
        <EdgeLabelRenderer>
          <span
            className={`wire-label ${place ? "" : "is-raised"}`}
            data-kind={data?.kind}
            style={{ transform: `translate(-50%, -50%) translate(${at[0]}px, ${at[1]}px)` }}
          >
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});
