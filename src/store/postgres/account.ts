// PostgreSQL refuses to run as root, so root runs it as a user of its own.
import { execFile } from "node:child_process";
import type { Stats } from "node:fs";
import { chmod, chown, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";
import { DomainError } from "../../core/index.ts";

const USER = "vigie-postgres";
const run = promisify(execFile);

/** Whom the server's processes run as; undefined = whoever runs this program. */
export type Account = { readonly uid: number; readonly gid: number } | undefined;

/** The user to run PostgreSQL as, made where it is missing. Only root needs one. */
export async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp()) ?? (await create());
}

async function lookUp(): Promise<Account> {
  try {
    const [uid, gid] = await Promise.all(["-u", "-g"].map(async (option) => Number((await run("id", [option, USER])).stdout)));
    return { uid: uid!, gid: gid! };
  } catch {
    return undefined; // `id` knows nobody of that name
  }
}

async function create(): Promise<Account> {
  let cause: unknown;
  try {
    await run("useradd", ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", USER]);
  } catch (error) {
    cause = error; // another start may have made it in the same moment
  }
  const account = await lookUp();
  if (account !== undefined) return account;
  const message = `PostgreSQL does not run as root, and the user ${USER} for it could not be made: \
start as an ordinary user, make one with \`useradd --system ${USER}\`, or set postgres.url.`;
  throw new DomainError("invalid", message, { cause });
}

/** Lets the account, and nobody else, pass through a folder of ours to what it owns below. */
export async function letThrough(folder: string, account: Account): Promise<void> {
  if (account === undefined) return;
  const stats = await stat(folder);
  if (isOpen(stats, account)) return;
  await chown(folder, stats.uid, account.gid);
  await chmod(folder, (stats.mode & 0o7707) | 0o010);
}

/** Refuses a path that the account could not reach, and names the folder that is closed to it. */
export async function checkReachable(path: string, account: Account): Promise<void> {
  if (account === undefined) return;
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if (!isOpen(await stat(folder), account)) {
      const message = `The user ${USER} that runs PostgreSQL cannot enter ${folder}`;
      throw new DomainError("invalid", `${message}: allow it with \`chmod o+x ${folder}\`, or start as an ordinary user.`);
    }
    if (folder === dirname(folder)) return;
  }
}

function isOpen({ mode, uid, gid }: Stats, account: NonNullable<Account>): boolean {
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}
