// A file in CSV or JSON at an address: https://host/path/of/it, read as a whole each time.
import { z } from "zod";
import { RemoteError } from "../../../outbound/index.ts";
import { NOTHING, type Opening, type SourceKind } from "../kind.ts";
import { lookedAt } from "./probes.ts";

const Options = z.strictObject({
  header: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/i).optional().describe("name of a header that takes the token, in place of Authorization: Bearer"),
});

/** Files over HTTPS. */
export const https: SourceKind<z.infer<typeof Options>> = {
  kind: "https", product: "File over HTTPS", reads: ["assets"], changes: "none", options: Options, mapping: null,
  secrets: [{ name: "token", isNeeded: false }, { name: "user", isNeeded: false }, { name: "password", isNeeded: false }],
  open: (opening) => {
    const read = () => fetchFile(opening);
    return {
      probe: () => lookedAt(opening.now, async () => {
        const { bytes, headers } = await read();
        return { date: headers["date"], checks: [{ name: "file", ok: true, words: `${bytes.length} bytes${headers["last-modified"] === undefined ? "" : `, of ${headers["last-modified"]}`}` }] };
      }),
      readAll: async () => {
        const { bytes, headers } = await read();
        const modifiedAt = new Date(headers["last-modified"] ?? "");
        return { ...NOTHING, file: { name: new URL(opening.url).pathname.split("/").at(-1) || "file", bytes }, asOf: Number.isNaN(modifiedAt.getTime()) ? null : modifiedAt };
      },
    };
  },
};

async function fetchFile({ http, url, options, secrets }: Opening<z.infer<typeof Options>>) {
  const target = new URL(url);
  const answer = await http(signIn(options, secrets), target.origin).ask({ path: target.pathname, query: Object.fromEntries(target.searchParams), expects: "bytes" });
  const start = answer.bytes.subarray(0, 512).toString("utf8").trimStart().toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html")) throw new RemoteError({ problem: "garbage", words: "answered a page of HTML in place of the file: a sign-in, or a message", arrived: "no" });
  if (answer.bytes.length === 0) throw new RemoteError({ problem: "garbage", words: "answered an empty file", arrived: "no" });
  return answer;
}

function signIn({ header }: z.infer<typeof Options>, { token, user, password }: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  if (token !== undefined) return header === undefined ? { authorization: `Bearer ${token}` } : { [header.toLowerCase()]: token };
  return user === undefined ? {} : { authorization: `Basic ${Buffer.from(`${user}:${password ?? ""}`).toString("base64")}` };
}
