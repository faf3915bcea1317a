// The platform serves what was built: the tests are of this very tree.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const BUILD = join(import.meta.dirname, "../../scripts/build-web.ts");

export const setup = (): void => void execFileSync(process.execPath, [BUILD], { stdio: "inherit" });
