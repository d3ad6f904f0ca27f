import { useReactFlow, ViewportPortal } from "@xyflow/react";
import { MousePointer2 } from "lucide-react";
import type { PointerEvent } from "react";
import { useEditor, useView } from "../editor";

/** Where other people point on the block that is open. */
export function Peers() {
  const peers = useView((view) => view.peers);
  const block = useView((view) => view.block);
  return (
    <ViewportPortal>
      {peers.map(({ id, name, color, cursor, ...peer }) =>
        cursor && peer.block === block ? (
          <div
            key={id}
            className="peer"
            style={{ transform: `translate(${cursor[0]}px, ${cursor[1]}px)`, color }}
            aria-hidden
          >
            <MousePointer2 size={16} fill="currentColor" />
            <span style={{ background: color }}>{name}</span>
          </div>
        ) : null,
      )}
    </ViewportPortal>
  );
}

/** Handlers that tell the others where the own pointer is. */
export function useOwnCursor() {
  const { room } = useEditor();
  const flow = useReactFlow();
  return {
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const { x, y } = flow.screenToFlowPosition({ x: clientX, y: clientY });
      room.point([Math.round(x), Math.round(y)]);
    },
    onPointerLeave: () => room.point(null),
  };
}
