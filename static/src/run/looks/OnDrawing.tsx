import { type Key, useOffers } from "./looks";
import { useOnDrawing, useShownOnDrawing } from "./NodePicture";
import { usePictures } from "./registry";

/** What is shown on the nodes of the drawing, or beside their names, while they train. */
export function OnDrawing({ label = "On the drawing" }: { label?: string }) {
  const probe = useShownOnDrawing();
  const offers = useOffers((now) => now.offers) ?? [];
  const pictures = usePictures();
  const small = offers.filter(({ key, nodes }) => nodes && pictures.get(key as Key)?.OnNode);
  if (small.length === 0) return null;
  return (
    <label className="run-check">
      {label}
      <select
        value={probe ?? ""}
        onChange={({ target }) => useOnDrawing.setState({ probe: (target.value || null) as Key | null })}
      >
        {small.map(({ key, title }) => (
          <option key={key} value={key}>
            {title}
          </option>
        ))}
        <option value="">Nothing</option>
      </select>
    </label>
  );
}
