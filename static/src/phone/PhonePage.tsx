import { type ReactNode, useEffect, useRef, useState } from "react";
import { config } from "../config";
import { FETCHING, whyEnded } from "../document/view/standing";
import { useEditor, useView } from "../editor";
import { useLine } from "../line/line";
import { LookedAt } from "../panels/dock/LookedAt";
import { type Later, later, Part } from "../parts/later";
import { Notices } from "../parts/notices";
import { backToDrawing } from "../past/past";
import { RunProgress } from "../run/controls/RunProgress";
import { RunTroubles } from "../run/controls/RunTroubles";
import { liveRun, useLiveView } from "../run/live/live";
import { nameOf } from "../run/live/sentences";
import { followLooks } from "../run/looks/looks";
import { ShareBanner } from "../share/ShareBanner";
import { LayerStrip } from "./LayerStrip";
import { RunChoice } from "./RunChoice";

const charts = later(() => import("../run/charts/Charts").then(({ Charts }) => Charts));
const watch = later(() => import("../run/looks/WatchPanel").then(({ WatchPanel }) => WatchPanel));
const tryIt = later(() => import("./AskByHand").then(({ AskByHand }) => AskByHand));

/** A share link held in one hand: how the run stands, the network to be asked, what each layer computes, and the curves. */
export function PhonePage({ token }: { token: string }) {
  const name = useView((view) => view.name);
  const isCut = useLine((line) => line.isCut);
  const hasRun = useLiveView((view) => view.runId !== null);
  const standing = useView(
    ({ connection }) => whyEnded(connection) ?? (connection === "loading" ? FETCHING : null),
  );
  useEffect(() => liveRun.follow(config.project), []);
  useEffect(followLooks, []);
  return (
    <div className="phone">
      <ShareBanner token={token} name={name} />
      {isCut && (
        <p className="phone-cut" role="alert">
          <strong>The server can't be reached.</strong> What you see is from before. Trying again…
        </p>
      )}
      {standing ? (
        <p className="standing">{standing}</p>
      ) : (
        <main>
          <section className="phone-part run-side" aria-label="Training">
            <RunChoice />
            <Whose />
            <RunTroubles isReadOnly />
            <RunProgress />
          </section>
          <Folded title="Try it" of={tryIt} props={{ project: config.project }} />
          <LayerStrip />
          <section className="phone-part" aria-labelledby="phone-curves">
            <h2 id="phone-curves">Curves</h2>
            <WhenSeen>
              {hasRun ? (
                <Part of={charts} props={{}} />
              ) : (
                <p className="run-hint">They show here as soon as it is trained.</p>
              )}
            </WhenSeen>
          </section>
          <Folded title="Watch" of={watch} props={{}} />
          <p className="phone-part">
            <a href="?whole">See the whole drawing</a>
          </p>
        </main>
      )}
      <Notices />
    </div>
  );
}

/** Which drawing the layers are of, where the run looked at was trained with another one. */
function Whose() {
  const { past } = useEditor();
  const run = useLiveView(({ runs }) => runs?.find(({ id }) => id === past?.run));
  if (!past) return <LookedAt />;
  return (
    <p>
      {run ? nameOf(run) : "This run"} with its own drawing.{" "}
      <button type="button" className="link" onClick={backToDrawing}>
        Back to the drawing of today
      </button>
    </p>
  );
}

/** What stands further down is fetched when it comes into view. */
function WhenSeen({ children }: { children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null);
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && setIsSeen(true));
    watcher.observe(place.current);
    return () => watcher.disconnect();
  }, []);
  return (
    <div ref={place} className="phone-curves">
      {isSeen && children}
    </div>
  );
}

function Folded<Props extends object>({
  title,
  of,
  props,
}: {
  title: string;
  of: Later<Props>;
  props: Props;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details className="phone-part" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        <h2>{title}</h2>
      </summary>
      {isOpen && <Part of={of} props={props} />}
    </details>
  );
}
