import {
  BaseEdge,
  EdgeLabelRenderer,
  type EdgeProps,
  getBezierPath,
  getSmoothStepPath,
  useStore,
} from "@xyflow/react";
import { memo } from "react";
import type { Position } from "../document/graph";
import { splitPort } from "../document/ports";
import { checked, type Route, type View } from "../document/view";
import { useView } from "../editor";
import type { FlowWire } from "./flow";

const BEND_PX = 10;
const LABEL_ROOM_PX = 40;
const LETTER_PX = 6.1;
const LABELS_FROM_ZOOM = 0.75;

/** A wire, coloured by what flows on it, with the shape where there is room for it. */
export const Wire = memo(function Wire(props: EdgeProps<FlowWire>) {
  const { id, data, selected } = props;
  const label = useView((view) => shapeOn(view, data?.source ?? ""));
  const route = useView((view) => view.routes.get(id));
  const isNear = useStore((flow) => flow.transform[2] >= LABELS_FROM_ZOOM);
  const { path, x, y, length } = run(props, route);
  const hasRoom = length > label.length * LETTER_PX + LABEL_ROOM_PX;
  return (
    <g className="wire" data-kind={data?.kind}>
      <BaseEdge id={id} path={path} interactionWidth={18} />
      {isNear && label !== "" && (
        <EdgeLabelRenderer>
          <span
            className={`wire-label ${hasRoom ? "" : "is-crowded"} ${selected ? "is-selected" : ""}`}
            data-kind={data?.kind}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {label}
          </span>
        </EdgeLabelRenderer>
      )}
    </g>
  );
});

function shapeOn(view: View, source: string): string {
  const [node, port] = splitPort(source);
  return checked(view, node)?.outputs[port]?.label ?? "";
}

// The arranged way around nodes holds while both ends stay where the arrangement put them.
function run(wire: EdgeProps<FlowWire>, route: Route | undefined) {
  const { sourceX, sourceY, targetX, targetY } = wire;
  const length = Math.hypot(targetX - sourceX, targetY - sourceY);
  const [start, end] = [route?.at(0), route?.at(-1)];
  if (route && start && end && isAt(start, sourceX, sourceY) && isAt(end, targetX, targetY)) {
    const [x, y] = route.length > 2 ? middleOf(route) : [(sourceX + targetX) / 2, (sourceY + targetY) / 2];
    return { path: rounded(route), x, y, length };
  }
  const isBackwards = targetX < sourceX;
  const [path, x, y] = isBackwards ? getSmoothStepPath({ ...wire, borderRadius: 12 }) : getBezierPath(wire);
  return { path, x, y, length };
}

// Dots reach half their width out of the node, layouts end at its edge.
const isAt = ([x, y]: Position, atX: number, atY: number) => Math.abs(x - atX) < 8 && Math.abs(y - atY) < 2;

function middleOf(route: Route): Position {
  let longest: [Position, Position] = [route[0] ?? [0, 0], route[1] ?? [0, 0]];
  const lengthOf = ([[x1, y1], [x2, y2]]: [Position, Position]) => Math.hypot(x2 - x1, y2 - y1);
  for (let i = 1; i < route.length; i++) {
    const part: [Position, Position] = [route[i - 1] ?? [0, 0], route[i] ?? [0, 0]];
    if (lengthOf(part) > lengthOf(longest)) longest = part;
  }
  const [[x1, y1], [x2, y2]] = longest;
  return [(x1 + x2) / 2, (y1 + y2) / 2];
}

function rounded(route: Route): string {
  const [first = [0, 0], ...rest] = route;
  let path = `M${first[0]},${first[1]}`;
  let before = first;
  rest.forEach((point, index) => {
    const after = rest[index + 1];
    if (!after) path += `L${point[0]},${point[1]}`;
    else {
      const [x1, y1] = towards(point, before);
      const [x2, y2] = towards(point, after);
      path += `L${x1},${y1}Q${point[0]},${point[1]} ${x2},${y2}`;
    }
    before = point;
  });
  return path;
}

function towards([x, y]: Position, [toX, toY]: Position): Position {
  const length = Math.hypot(toX - x, toY - y) || 1;
  const share = Math.min(BEND_PX, length / 2) / length;
  return [x + (toX - x) * share, y + (toY - y) * share];
}
