import type { Near } from "../../../types/generated";
import { Picture, Titled } from "./Layers";
import { numberText } from "./numberText";

/** Samples side by side, the nearest first. */
export function Nearest({ nearest, label }: { nearest: Near["nearest"]; label: string }) {
  return (
    <ol className="answer-film" aria-label={label}>
      {nearest.map(({ distance, label, picture, words }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a neighbour is its place
        <li key={place}>
          <Titled title={`${label ? `${label}, ` : ""}${numberText(Number(distance.toPrecision(3)))} away`}>
            {picture ? (
              <Picture values={picture} look="ink" label={label || "a sample"} />
            ) : (
              <span>{words}</span>
            )}
          </Titled>
        </li>
      ))}
    </ol>
  );
}
