import { type Key, useOffers } from "./looks";
import { useOnDrawing } from "./NodePicture";
import { PICTURES } from "./pictures/registry";

/** What is shown on the nodes of the drawing while they train. */
export function OnDrawing() {
  const probe = useOnDrawing((now) => now.probe);
  const offers = useOffers((now) => now.offers) ?? [];
  const small = offers.filter(({ key, nodes }) => nodes && PICTURES.get(key as Key)?.OnNode);
  if (small.length === 0) return null;
  return (
    <label className="run-check">
      On the drawing
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
