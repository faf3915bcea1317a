// What the processes of one platform show each other. Made at the first start, kept in the data directory.
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Secrets between our own processes; no person ever needs one. */
export type Secrets = {
  /** Of the included event store. */
  readonly store: string;
  /** Of the listener for our own processes. */
  readonly internal: string;
  /** Seals secrets in the database: 32 bytes, hexadecimal. Without it they cannot be opened, so a backup holds it. */
  readonly seal: string;
};

/** Reads the secrets of a data directory, or makes them. */
export function readSecrets(data: string): Secrets {
  const path = join(data, "secrets.json");
  try {
    const known = JSON.parse(readFileSync(path, "utf8")) as Omit<Secrets, "seal"> & Partial<Secrets>;
    if (known.seal !== undefined) return { ...known, seal: known.seal };
    const completed: Secrets = { ...known, seal: random() };
    writeFileSync(path, `${JSON.stringify(completed)}\n`, { mode: 0o600 });
    return completed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const secrets: Secrets = { store: random(), internal: random(), seal: random() };
    writeFileSync(path, `${JSON.stringify(secrets)}\n`, { mode: 0o600, flag: "wx" });
    return secrets;
  }
}

const random = (): string => randomBytes(32).toString("hex");
