import { keyLabel } from "../../commands/keys";
import { COMMANDS } from "../../commands/registry";

const STEPS = [
  "Drag a layer from the palette onto the canvas, or click it.",
  "Draw a wire from the dot on its right to a dot on the left of another node.",
  "Read what the nodes say: shapes are grey, problems are red and mostly have a button that mends them.",
  "Select some layers and press Ctrl+G: they become a block, which you can open and use many times.",
  "Press the picture below a data node: its samples, and how many there are of what, show large.",
  "Press L on a layer and it stays as it is; train in stages to pre-train first, and then fine-tune.",
  "Press Train, watch the curves, and select a node to see what it computes.",
];

/** How to draw and train, and every shortcut. */
export function Help() {
  return (
    <div className="help">
      <ol>
        {STEPS.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h3>By keyboard</h3>
      <p>
        F6 goes from the drawing to the stages, the dock, the inspector, the bar and the palette. On the
        drawing, Tab goes to nodes and to their dots, and arrow keys move the selected node, or the view where
        none has the focus. Enter on a dot, then Enter on another, draws a wire; so does the list under Inputs
        in the inspector. Arrow keys go along the stages of a training, and move one with Alt; F2 renames it,
        Delete removes it. Escape leads back from there. All commands, below, also goes to any node by its
        name.
      </p>
      <table>
        <tbody>
          {COMMANDS.filter(({ keys }) => keys).map(({ id, label, keys = [] }) => (
            <tr key={id}>
              <td>{label}</td>
              <td>
                {keys.map((key) => (
                  <kbd key={key}>{keyLabel(key)}</kbd>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
