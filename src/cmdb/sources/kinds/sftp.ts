// A file in CSV or JSON on an SFTP server: sftp://host:port/path/of/parc.csv, or parc-*.csv for the newest of them.
// The host is known by its key, which the settings name: nobody else is spoken to, and nothing is written there.
import { createHash } from "node:crypto";
import SftpClient from "ssh2-sftp-client";
import { z } from "zod";
import { RemoteError, shortWords } from "../../../outbound/index.ts";
import { NOTHING, type Opening, type SourceKind } from "../kind.ts";
import { lookedAt } from "./probes.ts";
import { garbage } from "./shapes.ts";

const Options = z.strictObject({
  user: z.string().min(1).max(100),
  hostKeys: z.array(z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/, "as ssh-keygen -l prints it: SHA256:…")).min(1).max(5).describe("fingerprints of the server's key, as ssh-keygen -l -f prints them; two while it changes"),
});
type Options = z.infer<typeof Options>;

const LONGEST_FILE = 64 * 1024 * 1024;
const READY_MS = 20_000;
const WHOLE_MS = 5 * 60_000;

/** Files by SFTP. */
export const sftp: SourceKind<Options> = {
  kind: "sftp", product: "File by SFTP", reads: ["assets"], changes: "none", options: Options, mapping: null,
  secrets: [{ name: "password", isNeeded: false }, { name: "privateKey", isNeeded: false }, { name: "passphrase", isNeeded: false }],
  open: (opening) => ({
    probe: () => lookedAt(opening.now, async () => {
      const { path, size, modifiedAt } = await withClient(opening, (client) => findFile(client, pathOf(opening.url)));
      return { account: opening.options.user, checks: [{ name: "file", ok: true, words: `${path}, ${size} bytes, of ${modifiedAt.toISOString()}` }] };
    }),
    readAll: () => withClient(opening, async (client) => {
      const { path, size, modifiedAt } = await findFile(client, pathOf(opening.url));
      const bytes = await client.get(path);
      if (!Buffer.isBuffer(bytes)) throw garbage(`${path} gave no bytes`);
      const after = await client.stat(path);
      // Somebody is writing it: half of it would make the other half stale.
      if (after.size !== bytes.length || after.size !== size || after.modifyTime !== modifiedAt.getTime()) throw new RemoteError({ problem: "changed", words: `${path} is being written: it had ${size} bytes, then ${after.size}`, arrived: "no" });
      if (bytes.length === 0) throw garbage(`${path} is empty`);
      return { ...NOTHING, file: { name: path.split("/").at(-1) ?? path, bytes }, asOf: modifiedAt };
    }),
  }),
};

const pathOf = (url: string): string => decodeURIComponent(new URL(url).pathname);

type File = { readonly path: string; readonly size: number; readonly modifiedAt: Date };

/** The file, or of those that its name fits the newest. */
async function findFile(client: SftpClient, path: string): Promise<File> {
  const cut = path.lastIndexOf("/");
  const [folder, name] = [path.slice(0, cut) || "/", path.slice(cut + 1)];
  const file = name.includes("*") ? await newestOf(client, folder, name) : await statOf(client, path);
  if (file.size > LONGEST_FILE) throw new RemoteError({ problem: "refused", words: `${file.path} has ${file.size} bytes, more than ${LONGEST_FILE}`, arrived: "no", todo: "Split it by source." });
  return file;
}

async function statOf(client: SftpClient, path: string): Promise<File> {
  const { size, modifyTime, isFile } = await client.stat(path);
  if (!isFile) throw new RemoteError({ problem: "not_found", words: `${path} is no file`, arrived: "no" });
  return { path, size, modifiedAt: new Date(modifyTime) };
}

async function newestOf(client: SftpClient, folder: string, name: string): Promise<File> {
  const parts = name.split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  // One star: what is before it and behind it.
  const fits = (one: string): boolean => one.length >= first.length + last.length && one.startsWith(first) && one.endsWith(last);
  const files = (await client.list(folder)).filter((one) => one.type === "-" && fits(one.name)).toSorted((a, b) => b.modifyTime - a.modifyTime || (a.name < b.name ? 1 : -1));
  const [newest] = files;
  if (newest === undefined) throw new RemoteError({ problem: "not_found", words: `there is no file ${name} in ${folder}`, arrived: "no" });
  return { path: `${folder === "/" ? "" : folder}/${newest.name}`, size: newest.size, modifiedAt: new Date(newest.modifyTime) };
}

async function withClient<T>({ connect, url, options, secrets }: Opening<Options>, work: (client: SftpClient) => Promise<T>): Promise<T> {
  const { hostname, port } = new URL(url);
  const sock = await connect(hostname.replace(/^\[|\]$/g, ""), port === "" ? 22 : Number(port));
  // Without these it throws what happens behind our back.
  const client = new SftpClient("vigie", { error: () => {}, end: () => {}, close: () => {} });
  let shown: string | undefined;
  const late = setTimeout(() => sock.destroy(), WHOLE_MS);
  try {
    await client.connect({
      sock, username: options.user, ...Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined)), readyTimeout: READY_MS, retries: 0,
      hostVerifier: (key: Buffer) => {
        shown = `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
        return options.hostKeys.includes(shown);
      },
    });
    return await work(client);
  } catch (error) {
    throw error instanceof RemoteError ? error : problemOf(error, shown, options);
  } finally {
    clearTimeout(late);
    await client.end().catch(() => {});
    sock.destroy();
  }
}

function problemOf(error: unknown, shown: string | undefined, { hostKeys }: Options): RemoteError {
  const { message = "", code = "" } = error as { readonly message?: string; readonly code?: string | number };
  const words = shortWords(message);
  if (shown !== undefined && !hostKeys.includes(shown)) return new RemoteError({ problem: "unauthorized", words: `the server shows the key ${shown}, which is none that is known`, arrived: "no", todo: "Ask whoever runs the server, not the server itself, whether its key is another now; if so, name it in hostKeys. Nothing was sent to it." });
  if (/authentication|passphrase|privateKey|parse/i.test(message)) return new RemoteError({ problem: "unauthorized", words, arrived: "no" });
  if (code === 3 || code === "EACCES" || /permission denied/i.test(message)) return new RemoteError({ problem: "forbidden", words, arrived: "no" });
  if (code === 2 || code === "ENOENT" || /no such file/i.test(message)) return new RemoteError({ problem: "not_found", words, arrived: "no" });
  return new RemoteError({ problem: "cut", words, arrived: "no" });
}
