import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useView } from "../editor";
import { notifyFailure } from "../parts/notices";
import { type KeptWeights, keptWeights } from "../run/controls/weights";
import { removeKept, useKept } from "./useKept";

/** The weights that the visitor keeps, and the way out. */
export function Keeping() {
  const isReadOnly = useView((view) => view.isReadOnly);
  const kept = useKept(({ weights }) => weights);
  if (isReadOnly || kept.length === 0) return null;
  const bytes = kept.reduce((sum, each) => sum + each.bytes, 0);
  return (
    <details className="more">
      <summary>
        {kept.length === 1 ? "1 file of weights" : `${kept.length} files of weights`} kept, {sizeWords(bytes)}
      </summary>
      <ul className="weights-kept" aria-label="Weights that you keep">
        {kept.map((each) => (
          <Row key={each.weights} kept={each} />
        ))}
      </ul>
    </details>
  );
}

function Row({ kept }: { kept: KeptWeights }) {
  const [isBusy, setBusy] = useState(false);
  const remove = async () => {
    setBusy(true);
    try {
      await keptWeights.remove(kept.weights);
      removeKept(kept.weights);
    } catch (error) {
      setBusy(false);
      notifyFailure(`${kept.name} could not be deleted`, error);
    }
  };
  return (
    <li>
      <a href={keptWeights.download(kept.weights)} download title="Download the file">
        {kept.name}
      </a>
      <span className="weights-size">{sizeWords(kept.bytes)}</span>
      <button
        type="button"
        className="icon-button"
        aria-label={`Delete ${kept.name}`}
        title="Delete it: runs that began from it stay as they are, and none begins from it any more"
        disabled={isBusy}
        onClick={() => void remove()}
      >
        <Trash2 size={14} aria-hidden />
      </button>
    </li>
  );
}

/** "14 kB", "3.2 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
