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
      input: "static/src/main.tsx",
      output: {
        codeSplitting: {
          // Changes to our own code leave what browsers hold of the libraries alone. Plotly and ELK load on first use.
          groups: [
            {
              name: "vendor",
              test: /node_modules\/(react|react-dom|scheduler|@xyflow|d3-|zustand|yjs|lib0|y-|@base-ui|@floating-ui|@msgpack|lucide-react|use-sync-external-store)/,
            },
          ],
        },
      },
    },
  },
  test: { environment: "jsdom", pool: "vmThreads", include: ["static/src/**/*.test.{ts,tsx}"] },
});
