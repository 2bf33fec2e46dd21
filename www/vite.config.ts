import { resolve } from "node:path";
import { defineConfig } from "vite";

// Two sites from one config: `--mode shop` (the merchant's pages) and `--mode pay` (the sandbox's payment pages).
const sites = {
  shop: { base: "/", outDir: "dist/shop", pages: ["index", "flow", "staff", "validate", "404"] },
  pay: { base: "/pay/", outDir: "dist/pay/pay", pages: ["wait", "simulator"] },
};

export default defineConfig(({ mode }) => {
  const name = mode === "pay" ? "pay" : "shop";
  const site = sites[name];
  const root = resolve(import.meta.dirname, name);
  return {
    root,
    base: site.base,
    build: {
      outDir: resolve(import.meta.dirname, site.outDir),
      emptyOutDir: true,
      // The pages' Content-Security-Policy allows no inline script and no data: URL other than images.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: Object.fromEntries(site.pages.map((page) => [page, resolve(root, `${page}.html`)])),
      },
    },
  };
});
