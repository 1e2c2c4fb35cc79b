import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [vue()],
  base: "./",
  server: { port: 5173, strictPort: true },
  build: {
    target: "es2022",
    cssCodeSplit: true,
    // The content policy allows files of the program only, so nothing is turned into data: addresses.
    assetsInlineLimit: 0,
    // Pages come from inside the program: fetching ahead gains nothing.
    modulePreload: false,
    rollupOptions: { input: ["index.html", "rating.html"] },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    server: { deps: { inline: ["element-plus"] } },
  },
});
