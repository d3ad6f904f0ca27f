import { useMemo, useState } from "react";
import { inOrderOfFlow } from "../document/reading/order";
import { checked, openBlock, pathHere } from "../document/view/view";
import { useView } from "../editor";
import { useLiveView } from "../run/live/live";
import { NodeLooks } from "../run/looks/NodeLooks";
import { NodePicture } from "../run/looks/NodePicture";
import { OnDrawing } from "../run/looks/OnDrawing";

/** The layers one below the other, each with what it looks like now; a tap shows one large. */
export function LayerStrip() {
  const block = useView(openBlock);
  const order = useMemo(() => inOrderOfFlow(block), [block]);
  const [opened, setOpened] = useState<string | null>(null);
  const hasRun = useLiveView((view) => view.runId !== null);
  return (
    <section className="phone-part" aria-labelledby="phone-layers">
      <header className="phone-head">
        <h2 id="phone-layers">Layers</h2>
        <OnDrawing label="Show" />
      </header>
      {!hasRun && <p className="run-hint">What each computes shows here as soon as it is trained.</p>}
      <ol className="phone-strip">
        {order.map((id) => (
          <Layer key={id} id={id} isOpen={opened === id} onTap={() => setOpened(opened === id ? null : id)} />
        ))}
      </ol>
    </section>
  );
}

function Layer({ id, isOpen, onTap }: { id: string; isOpen: boolean; onTap: () => void }) {
  const type = useView((view) => openBlock(view).nodes[id]?.type ?? "");
  const path = useView((view) => pathHere(view, id));
  const signals = useView((view) => checked(view, id)?.outputs);
  const shape = Object.values(signals ?? {})
    .map(({ label }) => label)
    .join(", ");
  return (
    <li className="phone-layer" data-node={id}>
      <button type="button" aria-expanded={isOpen} onClick={onTap}>
        <span className="phone-name">
          <strong>{id}</strong>
          <span>{type === id ? "" : type}</span>
          {shape && <span className="mono">{shape}</span>}
        </span>
        {!isOpen && <NodePicture node={id} path={path} />}
      </button>
      {isOpen && <NodeLooks node={id} path={path} />}
    </li>
  );
}
