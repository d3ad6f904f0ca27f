import type { Starter } from "../server";
import { Facts, Picture, TrainLink } from "./Card";

/** What this is, and for who has never seen a network the one to begin with. */
export function FirstOfAll({ starter, isNew }: { starter: Starter | undefined; isNew: boolean }) {
  if (!isNew) return <h1 className="is-for-readers">Layerloom</h1>;
  return (
    <div className="first">
      <div className="first-words">
        <h1>Draw a neural network, press Train, and watch it learn.</h1>
        <p>
          Every card below is a network that works. Open one, train it, ask it, and change what you like: the
          drawing is yours as soon as you touch it.
        </p>
        {starter && (
          <>
            <p className="first-one">
              <strong>{starter.title}.</strong> {starter.teaches || starter.summary}
            </p>
            <div className="first-actions">
              <TrainLink starter={starter} words="Train your first network" />
              <Facts starter={starter} />
            </div>
          </>
        )}
      </div>
      {starter && <Picture starter={starter} />}
    </div>
  );
}
