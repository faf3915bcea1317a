// `npm run build`: the web app into web/dist, which `vigie start` serves. `npm install` runs it, too: with
// `--if-possible` it says so and goes on where the packages of development were left out.
import { globSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "web/dist");
// Below this a packet carries it as it is.
const SMALLEST_BYTES = 1_000;

/** Text beside its compressed forms: the server picks what the browser takes, and computes nothing. */
function compress(): void {
  for (const name of globSync("assets/*.{js,css,svg}", { cwd: DIST })) {
    const path = join(DIST, name);
    if (statSync(path).size < SMALLEST_BYTES) continue;
    const bytes = readFileSync(path);
    writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

const vite = await import("vite").catch((error: unknown) => {
  if (!process.argv.includes("--if-possible")) throw error;
  console.log("The web app is not built: install with development packages, or bring web/dist along.");
  return undefined;
});
if (vite !== undefined) {
  const began = performance.now();
  await vite.build({ configFile: join(ROOT, "web/vite.config.ts"), logLevel: "warn" });
  compress();
  console.log(`The web app is built into web/dist in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
}
