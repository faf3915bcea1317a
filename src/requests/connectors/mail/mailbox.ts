// The mailbox: one connection by IMAP, opened when it is needed first.
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { ImapFlow, type SearchObject } from "imapflow";
import { isPublic, RemoteError, shortWords } from "../../../outbound/index.ts";
import type { Opening } from "../connector.ts";
import type { MailOptions } from "./options.ts";

/** One mail, as it lies there. */
export type Raw = { readonly folder: "inbox" | "sent"; readonly uid: number; readonly at: Date; readonly source: Buffer };
type Where = Pick<Opening<MailOptions>, "url" | "secrets" | "ca" | "internal" | "options">;

export type Mailbox = {
  /** Mails of a folder; the newest, if there are many. */
  readonly search: (folder: Raw["folder"], what: SearchObject) => Promise<readonly Raw[]>;
  /** Heads of mails from a number on, with the number of the next one; null: none. `validity` changes where all numbers are new. */
  readonly heads: (from: number | null) => Promise<{ readonly heads: readonly Buffer[]; readonly next: number; readonly validity: string; readonly more: boolean }>;
  readonly keep: (mail: Buffer) => Promise<void>;
  readonly close: () => Promise<void>;
};

const TIMEOUT_MS = 30_000;
const MOST_MAILS = 1_000;
const HEADS_AT_ONCE = 500;
// What is longer carries files that nobody takes over.
const LONGEST_MAIL = 40 * 1024 * 1024;

/** Where a host is, if it may be reached: the address is looked at and used, so that a name cannot change in between. */
export async function reach(host: string, internal: ReadonlySet<string>): Promise<string> {
  const bare = host.replace(/^\[|\]$/g, "");
  const { address } = isIP(bare) === 0 ? await lookup(bare).catch((error: Error) => { throw new RemoteError({ problem: "unreachable", words: shortWords(error.message), arrived: "no" }); }) : { address: bare };
  if (!internal.has(host) && !isPublic(address)) throw new RemoteError({ problem: "unreachable", words: `${shortWords(host)} is not asked: its address ${address} is inside the network`, arrived: "no", todo: "connectors.internalHosts of the configuration would allow it." });
  return address;
}

/** Whether a connection may go without TLS: never, but on this machine. */
export const isLoopback = (address: string): boolean => /^127\.|^::1$/.test(address);

/** Opens none yet. */
export function openMailbox(opening: Where, { inbox, sent }: MailOptions): Mailbox {
  let client: Promise<ImapFlow> | undefined;
  const forget = (): void => { client = undefined; };
  const opened = (): Promise<ImapFlow> => {
    client ??= connected(opening, forget);
    client.catch(forget);
    return client;
  };
  const within = async <Given>(folder: Raw["folder"], does: (imap: ImapFlow, path: string) => Promise<Given>): Promise<Given> => {
    try {
      const imap = await opened();
      const path = folder === "inbox" ? inbox : sent;
      if (folder === "sent" && !(await imap.list()).some((one) => one.path === path)) await imap.mailboxCreate(path);
      const lock = await imap.getMailboxLock(path);
      try {
        // What came since it was looked at last is told by whatever is asked.
        await imap.noop();
        return await does(imap, path);
      } finally {
        lock.release();
      }
    } catch (error) {
      throw error instanceof RemoteError ? error : imapError(error);
    }
  };
  return {
    search: (folder, what) => within(folder, async (imap) => {
      const uids = (await uidsOf(imap, what)).slice(-MOST_MAILS);
      if (uids.length === 0) return [];
      const mails = await imap.fetchAll(uids, { uid: true, internalDate: true, source: { maxLength: LONGEST_MAIL } }, { uid: true });
      return mails.flatMap(({ uid, internalDate, source }) => (source === undefined ? [] : [{ folder, uid, at: new Date(internalDate ?? 0), source }]));
    }),
    heads: (from) => within("inbox", async (imap, path) => {
      const status = await imap.status(path, { uidNext: true, uidValidity: true });
      if (status === false) throw new Error("the mailbox did not tell its numbers");
      const { uidNext = 1, uidValidity = 0n } = status;
      const validity = String(uidValidity);
      // "n:*" gives the last one even where its number is lower.
      const all = from === null || from >= uidNext ? [] : (await uidsOf(imap, { uid: `${from}:*` })).filter((uid) => uid >= from);
      const uids = all.slice(0, HEADS_AT_ONCE);
      const heads = uids.length === 0 ? [] : await imap.fetchAll(uids, { uid: true, headers: ["references", "in-reply-to", "subject", "message-id"] }, { uid: true });
      const last = uids.at(-1);
      const next: number = last === undefined ? uidNext : last + 1;
      return { heads: heads.flatMap(({ headers }) => (headers === undefined ? [] : [headers])), next, validity, more: all.length > uids.length };
    }),
    keep: (mail) => within("sent", async (imap) => void await imap.append(sent, mail, ["\\Seen"])),
    close: async () => {
      const open = await client?.catch(() => undefined);
      forget();
      await open?.logout().catch(() => open.close());
    },
  };
}

async function uidsOf(imap: ImapFlow, what: SearchObject): Promise<readonly number[]> {
  const found = await imap.search(what, { uid: true });
  if (found === false || found === undefined) throw new Error("the mailbox did not answer a search");
  return found;
}

async function connected({ url, secrets, ca, internal = new Set(), options: { user } }: Where, forget: () => void): Promise<ImapFlow> {
  const { protocol, hostname, port } = new URL(url);
  const address = await reach(hostname, internal);
  const secure = protocol === "imaps:";
  const imap = new ImapFlow({
    host: address, port: port === "" ? (secure ? 993 : 143) : Number(port), secure, ...(secure ? {} : { doSTARTTLS: !isLoopback(address) }), servername: isIP(hostname) === 0 ? hostname : undefined, tls: ca === undefined ? {} : { ca },
    auth: { user, pass: secrets["password"] ?? "" }, logger: false, disableAutoIdle: true, connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
  });
  // Whoever waits for an answer is told; nobody else needs to hear.
  imap.on("error", forget);
  imap.on("close", forget);
  await imap.connect();
  return imap;
}

/** What imapflow tells of a failure. */
type ImapError = Error & { readonly code?: string; readonly authenticationFailed?: boolean; readonly responseText?: string };

function imapError(thrown: unknown): RemoteError {
  const { message, code = "", authenticationFailed, responseText } = thrown as ImapError;
  const words = shortWords(responseText ?? message);
  if (authenticationFailed === true) return new RemoteError({ problem: "unauthorized", words, arrived: "no" });
  if (/^(?:ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/.test(code)) return new RemoteError({ problem: "unreachable", words, arrived: "no" });
  return responseText === undefined ? new RemoteError({ problem: "cut", words, arrived: "no" }) : new RemoteError({ problem: "refused", words, arrived: "no" });
}
