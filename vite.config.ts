import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/dist/",
  plugins: [react()],
  publicDir: false,
  worker: { format: "es" },
  build: {
    outDir: "static/dist",
    manifest: "manifest.json",
    rolldownOptions: {
      input: ["static/src/main.tsx", "static/src/shared.tsx", "static/src/gallery/main.tsx"],
      output: {
        codeSplitting: {
          // Changes to our own code leave what browsers hold of the libraries alone. What only some pages or moments
          // need is left out: it comes with the first of them (docs/decisions/sent-small.md).
          groups: [
            {
              name: "react",
              test: /node_modules\/(react|react-dom|scheduler|zustand|use-sync-external-store)\//,
            },
            { name: "canvas", test: /node_modules\/(@xyflow|d3-|classcat)/ },
            { name: "room", test: /node_modules\/(yjs|lib0|y-|@msgpack)/ },
            // What every page stands on, the gallery too, which has nothing of a drawing.
            {
              name: "base",
              test: /vite\/preload-helper|static\/src\/((config|api|server|theme|trouble)\.ts|line\/(?!pulse|socket|wakefulness)|parts\/(notices|words|Mark))/,
            },
            // What the pages of editor and telephone both stand on; many small files cost more in headers than in content.
            {
              name: "ground",
              test: /static\/src\/((editor|open)\.ts|document\/(?!blocks|layout|stages|compare\/(changes|kept|comparing))|commands\/command\.ts|run\/live|past\/|line\/|parts\/(later|TextField))/,
            },
            { name: "icons", test: /node_modules\/lucide-react\//, minShareCount: 2 },
            {
              name: "editing",
              test: /static\/src\/(document\/layout\/geometry|sweep\/(sweeps|draft|places|Vary)|parts\/(useFinder|usePointerDrag|heldKeys|More)|canvas\/(Tile|categories)|panels\/inspector\/(Cost|quantities|Defaults|Problems|NotChecked)|run\/controls\/RunPopup|offers\/|commands\/(?!actions\/(make-block|edit-stages))|run\/looks\/byHand\/onWires)/,
            },
            // What shows data and what probes see: the first node with data needs most of it.
            {
              name: "pictures",
              test: /static\/src\/(run\/looks\/parts\/(atlas|colours|floats|Raster|Dots)|run\/charts\/theme|data\/(NodeData|PointsPicture|Value|previews|tiles))/,
            },
            // What most networks have to show; all else comes with the first run that has any of it.
            {
              name: "seen",
              test: /static\/src\/run\/(looks\/(found|parts\/(Maps|Scale|HistogramBars|bars|ShownValue|SeriesLine|Photos|photos|ClassLegend|FigureCells|figures))|pictures\/(activation|weights|gradients|dead-units|embedding|confusion|worst|favourites|saliency))/,
            },
            {
              name: "shown",
              test: /static\/src\/run\/(pictures\/|looks\/parts\/(strands|Strands|plane|SoundMade|stack))/,
            },
          ],
        },
      },
    },
  },
  test: { environment: "jsdom", pool: "vmThreads", include: ["static/src/**/*.test.{ts,tsx}"] },
});
