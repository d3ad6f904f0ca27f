import { setTraining } from "../commands/actions/set-training";
import { act } from "../commands/command";
import { useEditor, useView } from "../editor";
import type { Beginning, NodeFit, WeightsFit } from "../types/generated";
import { alikeIn, fitWords, type Mapping, mappingOf, nodesOf, nodeWords, withPlace } from "./mapping";
import { useFit } from "./useFit";

interface Props {
  beginning: Beginning;
  /** The how manieth of the weights that the drawing begins from. */
  place: number;
}

/** What fits of the weights that the drawing begins from, node by node, and which nodes take theirs from where. */
export function Fits({ beginning, place }: Props) {
  const editor = useEditor();
  const all = useView((view) => view.document.training.begins_from);
  const { fit, obstacle } = useFit(beginning, place);
  if (!fit) return <p className="hint weights-fit">{obstacle ?? "Looking what fits…"}</p>;
  const mapping = mappingOf(beginning, fit);
  const write = (next: Mapping) => {
    const changed = (all ?? []).map((each, index) =>
      index === place ? { ...each, nodes: nodesOf(next, fit) } : each,
    );
    act(editor, setTraining, { name: "begins_from", value: changed });
  };
  return (
    <div className="weights-fit">
      <p className={fit.fits ? "hint" : "refusal"} role="status">
        {obstacle ?? (fit.fits ? fitWords(fit) : "Nothing fits: such a run does not begin.")}
      </p>
      <Renamed found={alikeIn(mapping, fit)} onTake={(found) => write({ ...mapping, ...found })} />
      <details className="more" open={fit.counts.taken !== total(fit) || undefined}>
        <summary>By node</summary>
        <ul className="weights-nodes" aria-label="What each node takes">
          {fit.nodes.map((node) => (
            <NodeRow
              key={node.node}
              fit={node}
              place={mapping[node.node] ?? null}
              places={fit.there.map(({ name }) => name)}
              isLast={Object.keys(mapping).length === 1}
              onPlace={(next) => write(withPlace(mapping, node.node, next))}
            />
          ))}
        </ul>
        {fit.unused.length > 0 && (
          <p className="hint" title={fit.unused.join("\n")}>
            Not used: {fit.unused.slice(0, 4).join(", ")}
            {(fit.counts.unused ?? 0) > 4 && ` and ${(fit.counts.unused ?? 0) - 4} more`}
          </p>
        )}
      </details>
    </div>
  );
}

const total = ({ counts }: WeightsFit) => (counts.taken ?? 0) + (counts.misshapen ?? 0) + (counts.fresh ?? 0);

/** Offers to take the weights of nodes that were called something else. */
function Renamed({ found, onTake }: { found: Mapping; onTake: (found: Mapping) => void }) {
  const isReadOnly = useView((view) => view.isReadOnly);
  const pairs = Object.entries(found);
  if (isReadOnly || pairs.length === 0) return null;
  const words = pairs.slice(0, 2).map(([node, there]) => `${node} from ${there}`);
  const more = pairs.length > 2 ? ` and ${pairs.length - 2} more` : "";
  return (
    <p className="hint">
      Other names, the same shapes:{" "}
      <button type="button" className="link" onClick={() => onTake(found)}>
        Take {words.join(", ")}
        {more}
      </button>
    </p>
  );
}

interface RowProps {
  fit: NodeFit;
  /** Where it takes its weights from; null where it begins fresh. */
  place: string | null;
  places: readonly string[];
  /** It is the only one that takes any. */
  isLast: boolean;
  onPlace: (place: string | null) => void;
}

function NodeRow({ fit, place, places, isLast, onPlace }: RowProps) {
  const isReadOnly = useView((view) => view.isReadOnly);
  const { node, alike } = fit;
  const usual = places.includes(node) ? node : (alike[0] ?? places[0]);
  const state = fit.misshapen.length > 0 ? "misshapen" : fit.taken.length > 0 ? "taken" : "fresh";
  return (
    <li data-node={node} data-fit={place === null ? "fresh" : state}>
      <label>
        <input
          type="checkbox"
          className="checkbox"
          checked={place !== null}
          disabled={isReadOnly || usual === undefined || (isLast && place !== null)}
          onChange={({ target }) => onPlace(target.checked ? (usual ?? null) : null)}
        />
        <span>{node}</span>
      </label>
      {place !== null && (
        <select
          className="field"
          aria-label={`Where ${node} takes its weights from`}
          value={place}
          disabled={isReadOnly}
          onChange={({ target }) => onPlace(target.value)}
        >
          {(places.includes(place) ? places : [place, ...places]).map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      )}
      <span className="weights-state">{place === null ? "begins fresh" : nodeWords(fit)}</span>
    </li>
  );
}
