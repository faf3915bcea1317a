// Files of the fake Jira.
import { type Call, type FakeFile, Refusal, type Said } from "./jira-issue.ts";
import type { JiraWorld } from "./jira-world.ts";

/** Files, and where they are. */
export function onFile({ isCloud, api, issues, fileOf }: JiraWorld, { path, query }: Call): Said {
  const all = [...issues.values()].flatMap(({ files }) => files);
  const find = (id: string | undefined): FakeFile => all.find((file) => file.id === id) ?? ((): never => { throw new Refusal(404, ["The attachment with id '0' does not exist"]); })();
  const meta = new RegExp(`^${api}/attachment/(\\d+)$`).exec(path)?.[1];
  if (meta !== undefined) return { json: fileOf(find(meta)) };
  const content = (isCloud ? new RegExp(`^${api}/attachment/content/(\\d+)$`) : /^\/secure\/attachment\/(\d+)\/[^/]+$/).exec(path)?.[1];
  if (content === undefined) throw new Refusal(404, ["null for uri"]);
  return isCloud && query.get("redirect") !== "false" ? { status: 303, location: `https://api.media.example/${content}` } : { bytes: find(content).bytes };
}

/** The one part of a form with a file. */
export function partOf(type: string, body: Buffer): Omit<FakeFile, "id" | "author"> {
  const boundary = /boundary=(.+)$/.exec(type)?.[1] ?? "";
  const head = body.indexOf("\r\n\r\n");
  const end = body.lastIndexOf(`\r\n--${boundary}--`);
  const header = body.subarray(0, head).toString("utf8");
  if (boundary === "" || head < 0 || end < 0 || !header.startsWith(`--${boundary}\r\n`) || !header.includes('name="file"')) throw new Refusal(400, ["No file part"]);
  return { name: decodeURIComponent(/filename="([^"]*)"/.exec(header)?.[1] ?? ""), type: /Content-Type: (.+)/.exec(header)?.[1] ?? "", bytes: body.subarray(head + 4, end) };
}
