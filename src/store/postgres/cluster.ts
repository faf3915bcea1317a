// The data directory: made once, by initdb, with a password that no person needs to know.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DomainError } from "../../core/index.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";

/** The superuser of the included server; the program itself works as OWNER. */
export const SUPERUSER = "postgres";

/** Makes the data directory `folder` if there is none, and gives the password, which `secretFile` keeps. */
export async function prepareCluster(folder: string, secretFile: string, binaries: Binaries, account: Account): Promise<string> {
  const version = await textOf(join(folder, "PG_VERSION"));
  const kept = await textOf(secretFile);
  if (version === undefined) return initialise(folder, secretFile, binaries, account);
  if (version.trim() !== binaries.major) {
    const message = `${folder} was made by PostgreSQL ${version.trim()}, but version ${binaries.major} is included`;
    throw new DomainError("invalid", `${message}: start the version of Vigie that made it, or move the data with pg_dump.`);
  }
  if (kept === undefined) {
    throw new DomainError("invalid", `${secretFile} with the database's password is missing: put it back from a backup; without it nobody can open ${folder}.`);
  }
  return kept.trim();
}

async function initialise(folder: string, secretFile: string, binaries: Binaries, account: Account): Promise<string> {
  const secret = randomBytes(24).toString("base64url");
  await rm(secretFile, { force: true });
  await writeFile(secretFile, `${secret}\n`, { mode: 0o600 });
  // Made beside and moved when it is whole: a start that was interrupted leaves nothing half-made in its place.
  const unfinished = `${folder}.new`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  if (account !== undefined) await chown(unfinished, account.uid, account.gid);
  await withPasswordFile(secret, account, (file) => initdb(unfinished, file, binaries, account));
  await rename(unfinished, folder);
  return secret;
}

/** A copy of the password that the account may read, for as long as `use` takes. */
async function withPasswordFile(secret: string, account: Account, use: (file: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "vigie-initdb-"));
  try {
    const file = join(folder, "password");
    await writeFile(file, `${secret}\n`, { mode: 0o600 });
    await chmod(folder, 0o700);
    if (account !== undefined) await Promise.all([file, folder].map((path) => chown(path, account.uid, account.gid)));
    await use(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function initdb(folder: string, passwordFile: string, { initdb: program, env }: Binaries, account: Account): Promise<void> {
  // The built-in provider sorts alike on every system and in every release of the C library.
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const args = [`--pgdata=${folder}`, `--username=${SUPERUSER}`, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "--no-instructions", ...locale];
  return new Promise((resolve, reject) => {
    // The working directory may be one that the account cannot enter.
    const child = spawn(program, args, { ...account, env, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said = (said + chunk.toString("utf8")).slice(-2000)));
    const fail = (cause: unknown) => {
      reject(new DomainError("invalid", `The included PostgreSQL cannot make its data directory ${folder}: ${said.trim() || String(cause)}`, { cause }));
    };
    child.once("error", fail);
    child.once("close", (code) => (code === 0 ? resolve() : fail(`initdb ended with ${code}`)));
  });
}

const textOf = (path: string): Promise<string | undefined> =>
  readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
