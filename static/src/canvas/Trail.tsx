import { ChevronRight } from "lucide-react";
import { Fragment } from "react";
import { useEditor, useView } from "../editor";
import { later, Part } from "../parts/later";

const choice = later(() => import("./UseChoice").then(({ UseChoice }) => UseChoice), true);

/** The way from the main block to the one that is open, and who is in another one. */
export function Trail() {
  const { graph } = useEditor();
  const trail = useView((view) => view.trail);
  const here = useView((view) => view.block);
  const peers = useView((view) => view.peers);
  const elsewhere = peers.filter(({ block }) => block !== null && block !== here);
  if (trail.length < 2 && elsewhere.length === 0) return null;
  return (
    <nav data-over-canvas className="trail" aria-label="Blocks on the way here">
      {trail.map((name, depth) => (
        <Fragment key={name}>
          {depth > 0 && <ChevronRight size={13} aria-hidden />}
          {name === here ? (
            <>
              <span aria-current="location">{name}</span>
              {depth > 0 && <Part of={choice} props={{ outer: trail[depth - 1] ?? "", name }} />}
            </>
          ) : (
            <button type="button" className="link" onClick={() => graph.enter(name)}>
              {name}
            </button>
          )}
        </Fragment>
      ))}
      {elsewhere.map(({ id, name, color, block }) => (
        <button
          key={id}
          type="button"
          className="trail-peer"
          style={{ borderColor: color }}
          title={`Go to ${name}`}
          onClick={() => block !== null && graph.enter(block)}
        >
          {name} is in {block}
        </button>
      ))}
    </nav>
  );
}
