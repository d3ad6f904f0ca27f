import "./watch.css";
import { useEffect, useRef, useState } from "react";
import { splitPort } from "../../document/reading/ports";
import { useView } from "../../editor";
import type { Offer } from "../../types/generated";
import { useLiveView } from "../live/live";
import { count } from "../live/sentences";
import { type Key, type Seen, useLook, useOffers } from "./looks";
import { type PictureKind, usePicture } from "./registry";

const KEPT_UNDER = "layerloom.watched";
/** Open before the visitor chose: as many as fit side by side. */
const FIRST = 3;

/** The network as a whole while it learns: a card for each thing that this drawing has to show. */
export function WatchPanel() {
  const hasRun = useLiveView((view) => view.runId !== null);
  const whole = useOffers((now) => now.offers)?.filter(({ nodes }) => nodes === null);
  const answering = useAnswering();
  const isWhole = whole === undefined || whole.length > 0;
  const offers = isWhole ? whole : answering.offers;
  const [closed, setClosed] = useState<ReadonlySet<string> | null>(readClosed);
  if (!hasRun) return <Empty words="Press Train, and watch here what the network makes of its data." />;
  if (!offers) return <Empty words="Looking at what this network has to show…" />;
  if (offers.length === 0)
    return <Empty words="This network has nothing to show as a whole. Choose a node to look inside of it." />;
  const isOpen = ({ key }: Offer) =>
    closed ? !closed.has(key) : offers.findIndex((o) => o.key === key) < FIRST;
  const toggle = (offer: Offer) => {
    const now = new Set(
      offers.filter((each) => (each === offer ? isOpen(each) : !isOpen(each))).map((o) => o.key),
    );
    localStorage.setItem(KEPT_UNDER, JSON.stringify([...now]));
    setClosed(now);
  };
  return (
    <section className="watch" aria-label="Watch">
      <div className="chips" role="toolbar" aria-label="What to watch">
        {offers.map((offer) => (
          <button
            key={offer.key}
            type="button"
            className="chip"
            aria-pressed={isOpen(offer)}
            title={offer.summary}
            onClick={() => toggle(offer)}
          >
            {offer.title}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard scrolls what it is on */}
      <section className="watch-cards" aria-label="Pictures" tabIndex={0}>
        {offers.filter(isOpen).map((offer) => (
          <Card key={offer.key} offer={offer} node={isWhole ? null : answering.node} />
        ))}
      </section>
    </section>
  );
}

/** The node that gives the first answer, and what there is to see of it. */
function useAnswering(): { node: string | null; offers: Offer[] } {
  const offers = useOffers((now) => now.offers) ?? [];
  const main = useView(({ document }) => document.main);
  const node = useView(({ document }) => {
    const drawn = document.blocks[document.main];
    const isAnswer = (target: string) => drawn?.nodes[nodeOf(target)]?.type === "Output";
    const answer = Object.entries(drawn?.edges ?? {}).find(([target]) => isAnswer(target));
    return answer ? nodeOf(answer[1]) : null;
  });
  return { node, offers: offers.filter(({ nodes }) => node !== null && nodes?.[main]?.includes(node)) };
}

const nodeOf = (port: string) => splitPort(port)[0];

function Card({ offer: { key, title, summary }, node }: { offer: Offer; node: string | null }) {
  const kind = usePicture(key as Key);
  const seen = useSeenToItsEnd(useLook(key as Key, node, "panel"), kind?.lastsMs);
  const words = seen && kind?.words?.(seen);
  return (
    <figure className="watch-card" data-probe={key}>
      <figcaption title={summary}>
        <strong>{node === null ? title : `${title}: ${node}`}</strong>
        {seen && (
          <span className="run-fine">
            {words && `${words} · `}step {count(seen.step)}
          </span>
        )}
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and keys reach it so */}
      <section className="watch-picture" aria-label={title} tabIndex={0}>
        {seen && kind ? (
          <kind.Picture picture={seen.picture} view={node ?? key} />
        ) : (
          <p className="run-hint">{summary} It shows after the next steps.</p>
        )}
      </section>
    </figure>
  );
}

/** The latest look; of films, the next one when that which is shown is over. */
function useSeenToItsEnd(latest: Seen | null, lastsMs: PictureKind["lastsMs"]): Seen | null {
  const [shown, show] = useState<Seen | null>(null);
  const until = useRef(0);
  useEffect(() => {
    if (!lastsMs) return;
    if (latest === null) return show(null);
    const timer = setTimeout(() => {
      until.current = performance.now() + lastsMs(latest.picture);
      show(latest);
    }, until.current - performance.now());
    return () => clearTimeout(timer);
  }, [latest, lastsMs]);
  return lastsMs ? shown : latest;
}

function Empty({ words }: { words: string }) {
  return (
    <section className="watch" aria-label="Watch">
      <p className="run-empty">{words}</p>
    </section>
  );
}

function readClosed(): ReadonlySet<string> | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT_UNDER) ?? "null");
    return Array.isArray(kept) ? new Set(kept.map(String)) : null;
  } catch {
    return null;
  }
}
