import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// Where the API of `npm run web` answers, while the app is worked on.
const API = process.env["VIGIE_API"] ?? "http://localhost:8080";

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, "dist"),
    emptyOutDir: true,
    // A strict content security policy allows no data: address for fonts.
    assetsInlineLimit: 0,
    target: "es2024",
  },
  server: { proxy: { "/v1": API } },
});
