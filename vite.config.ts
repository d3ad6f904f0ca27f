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
      input: ["static/src/main.tsx", "static/src/shared.tsx"],
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
            // What the pages of editor and telephone both stand on; many small files cost more in headers than in content.
            {
              name: "ground",
              test: /static\/src\/((config|api|server|theme|editor|trouble)\.ts|document\/(?!blocks|layout)|run\/live|past\/|line\/|parts\/(notices|later))/,
            },
          ],
        },
      },
    },
  },
  test: { environment: "jsdom", pool: "vmThreads", include: ["static/src/**/*.test.{ts,tsx}"] },
});
