import { Pencil, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import type { Network } from "../config";
import { notifyFailure } from "../parts/notices";
import { agoWords } from "../parts/words";
import { server } from "../server";
import { DeleteQuestion } from "./DeleteQuestion";
import { isFound } from "./search";

const FEW = 6;
const LONGEST = 120;
const UNDER_WAY: Record<string, string> = {
  queued: "waits to be trained",
  running: "is training",
  paused: "paused",
  failed: "failed",
};

interface Props {
  newest: readonly Network[];
  count: number;
  wanted: string;
}

/** What the visitor has drawn, newest first: a few, all that are looked for, or all. */
export function MyNetworks({ newest, count, wanted }: Props) {
  const [networks, setNetworks] = useState(newest);
  const [isAll, setAll] = useState(false);
  const [doomed, setDoomed] = useState<Network | null>(null);
  const isWhole = networks.length >= count;
  const needsAll = (isAll || wanted !== "") && !isWhole;
  useEffect(() => {
    if (!needsAll) return;
    server.networks().then(setNetworks, (error) => notifyFailure("Your networks could not be listed", error));
  }, [needsAll]);
  const found = networks.filter(({ name, last_run }) => isFound(wanted, [name, last_run?.result ?? ""]));
  const shown = isAll || wanted !== "" ? found : found.slice(0, FEW);
  const hasMore = !isAll && wanted === "" && Math.max(count, networks.length) > shown.length;
  const rename = (network: Network) =>
    setNetworks((all) => all.map((each) => (each.id === network.id ? network : each)));
  if (networks.length === 0 || shown.length === 0) return null;
  return (
    <section id="mine" aria-labelledby="mine-title">
      <h2 id="mine-title">My networks</h2>
      <ul className="mine">
        {shown.map((network) => (
          <Mine key={network.id} network={network} onRename={rename} onDelete={() => setDoomed(network)} />
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="link" onClick={() => setAll(true)}>
          Show all {count}
        </button>
      )}
      {doomed && (
        <DeleteQuestion
          network={doomed}
          onEnd={(isGone) => {
            if (isGone) setNetworks((all) => all.filter(({ id }) => id !== doomed.id));
            setDoomed(null);
          }}
        />
      )}
    </section>
  );
}

interface MineProps {
  network: Network;
  onRename: (network: Network) => void;
  onDelete: () => void;
}

function Mine({ network, onRename, onDelete }: MineProps) {
  const { id, name, drawing } = network;
  const [isNaming, setNaming] = useState(false);
  const keep = async (typed: string) => {
    setNaming(false);
    const wanted = typed.trim();
    if (wanted === "" || wanted === name) return;
    try {
      onRename({ ...network, name: (await server.renameProject(id, wanted)).name });
    } catch (error) {
      notifyFailure("The name was not kept", error);
    }
  };
  return (
    <li className="mine-one" data-network={id}>
      <img src={drawing} alt="" loading="lazy" width={112} height={70} />
      <div>
        {isNaming ? (
          <NameField name={name} onKeep={(typed) => void keep(typed)} />
        ) : (
          <a className="card-open" href={`/p/${id}/`}>
            {name}
          </a>
        )}
        <p>{lastWords(network)}</p>
      </div>
      <span className="mine-verbs">
        <button
          type="button"
          className="icon-button"
          aria-label={`Rename ${name}`}
          onClick={() => setNaming(true)}
        >
          <Pencil size={14} aria-hidden />
        </button>
        <button type="button" className="icon-button" aria-label={`Delete ${name}`} onClick={onDelete}>
          <Trash2 size={14} aria-hidden />
        </button>
      </span>
    </li>
  );
}

/** Enter keeps, Escape gives up. */
function NameField({ name, onKeep }: { name: string; onKeep: (typed: string) => void }) {
  const [typed, setTyped] = useState(name);
  return (
    <input
      className="field"
      aria-label="Name of the network"
      value={typed}
      maxLength={LONGEST}
      spellCheck={false}
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the button that was pressed
      autoFocus
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => onKeep(typed)}
      onKeyDown={({ key }) => {
        if (key === "Enter") onKeep(typed);
        if (key === "Escape") onKeep(name);
      }}
    />
  );
}

/** "accuracy 97.2 %, 5 min ago": what it came to when it was last trained, else when it was drawn. */
function lastWords({ last_run, updated_at }: Network): string {
  const ago = (at: string) => agoWords((Date.now() - Date.parse(at)) / 1000);
  if (!last_run) return `not trained yet, ${ago(updated_at)}`;
  const { status, result, at } = last_run;
  return [UNDER_WAY[status] ?? "", result, ago(at)].filter(Boolean).join(", ");
}
