import { resolve } from "node:path";
import { defineConfig } from "vite";

const PAGES = ["index", "flow", "staff", "break", "validate", "404"];

const root = resolve(import.meta.dirname, "shop");

export default defineConfig({
  root,
  build: {
    outDir: resolve(import.meta.dirname, "dist/shop"),
    emptyOutDir: true,
    // The pages' Content-Security-Policy allows no inline script and no data: URL other than images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: Object.fromEntries(PAGES.map((page) => [page, resolve(root, `${page}.html`)])) },
  },
});
