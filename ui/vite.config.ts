import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig, type Plugin } from "vite";

/** Of each font the one file that the window reads: the other format is for web views older than any that it runs in. */
const oneFormat: Plugin = {
  name: "one-format",
  enforce: "pre",
  transform: (code, id) =>
    /@fontsource\b.*\.css$/.test(id)
      ? code.replace(/, url\([^)]*\.woff\) format\('woff'\)/g, "")
      : undefined,
};

export default defineConfig({
  plugins: [svelte(), oneFormat],
  clearScreen: false,
  build: {
    target: "safari16",
    sourcemap: false,
    assetsInlineLimit: 0,
    // One stylesheet, in one order, however the scripts are parted.
    cssCodeSplit: false,
    chunkSizeWarningLimit: 1000,
    // One character beyond Latin-1 would make the web view keep all of a script in two bytes for each.
    rolldownOptions: { output: { charset: "ascii" } },
  },
});
