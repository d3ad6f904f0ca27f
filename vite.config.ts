import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  base: "/static/dist/",
  plugins: [react()],
  publicDir: false,
  build: {
    outDir: "static/dist",
    manifest: "manifest.json",
    rollupOptions: { input: "static/src/main.tsx" },
  },
  test: { environment: "jsdom", include: ["static/src/**/*.test.{ts,tsx}"] },
});
