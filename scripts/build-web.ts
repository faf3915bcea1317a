// `npm run build`: the web app into web/dist, which `vigie start` serves. `npm install` runs it, too: with
// `--if-possible` it says so and goes on where the packages of development were left out.
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..");

const vite = await import("vite").catch((error: unknown) => {
  if (!process.argv.includes("--if-possible")) throw error;
  console.log("The web app is not built: install with development packages, or bring web/dist along.");
  return undefined;
});
if (vite !== undefined) {
  const began = performance.now();
  await vite.build({ configFile: join(ROOT, "web/vite.config.ts"), logLevel: "warn" });
  console.log(`The web app is built into web/dist in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}
