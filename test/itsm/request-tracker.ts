// A real Request Tracker as the other side of the connector. People act there as Alice, with a token of her own.
import { requestTracker } from "../../src/requests/connectors/request-tracker/index.ts";
import { openAt } from "../connectors/suite/stage.ts";
import type { OtherSide } from "../connectors/other-side.ts";
import { startServer } from "./servers.ts";
import { type ItsmServer, PATIENCE_MS } from "./stage.ts";

/** The tokens of those who may do nothing there, and what they may not see. */
export type RequestTrackerServer = ItsmServer & { readonly stranger: string; readonly hidden: string; readonly asAlice: ReturnType<typeof asPerson> };

/** Starts one; with a hook it calls that address at each change, signed with the secret. */
export async function requestTrackerServer(hook?: { readonly url: string; readonly secret: string }): Promise<RequestTrackerServer> {
  const { said, restart, stop } = await startServer("start-rt.sh", ...(hook === undefined ? [] : [hook.url, hook.secret]));
  const url = said["RT_URL"] ?? "";
  const asAlice = asPerson(url, said["RT_TOKEN_ALICE"] ?? "");
  const ticket = async (id: string) => (await asAlice("GET", `ticket/${id}`)) as { readonly Subject: string; readonly Status: string };
  const put = (id: string, change: object): Promise<unknown> => asAlice("PUT", `ticket/${id}`, change);
  const side: OtherSide = {
    kind: requestTracker, url,
    options: { account: "soc-connector", keyField: "SOC key", assetField: "SOC asset", priorities: { Low: 0, Medium: 50, High: 100 }, dueDate: true },
    secrets: { token: said["RT_TOKEN_SOC_CONNECTOR"] ?? "" },
    queues: ["SOC Requests", "Network Team"], priority: "High", working: "open", ended: "resolved",
    person: {
      comment: async (id, text, visibility) => { await asAlice("POST", `ticket/${id}/${visibility === "public" ? "correspond" : "comment"}`, { Content: text, ContentType: "text/plain" }); },
      commentMarkup: async (id, html) => { await asAlice("POST", `ticket/${id}/correspond`, { Content: html, ContentType: "text/html" }); },
      move: async (id, state) => { await put(id, { Status: state }); },
      rename: async (id, title) => { await put(id, { Subject: title }); },
      attach: async (id, { name, type, data }) => { await asAlice("POST", `ticket/${id}/correspond`, { Content: "See the file.", ContentType: "text/plain", Attachments: [{ FileName: `=?UTF-8?B?${Buffer.from(name).toString("base64")}?=`, FileType: type, FileContent: Buffer.from(data).toString("base64") }] }); },
      merge: async (id, into) => { await put(id, { MergeInto: into }); },
      remove: async (id) => { await asAlice("DELETE", `ticket/${id}`); },
    },
    count: async (key) => {
      const { items } = (await asAlice("GET", `tickets?query=${encodeURIComponent(`Subject LIKE '[${key}]'`)}&per_page=100`)) as { readonly items: readonly unknown[] };
      return items.length;
    },
    look: async (id) => {
      const { Subject: title, Status: state } = await ticket(id);
      return { title, state };
    },
    burst: 40, isSlow: true, timeoutMs: 6_000, stop,
  };
  const lastWords = async (id: string): Promise<readonly string[]> => {
    const { items } = (await asAlice("GET", `ticket/${id}/attachments?fields=Content&orderby=id&order=DESC&per_page=5`)) as { readonly items: readonly { readonly Content?: string }[] };
    return items.map(({ Content }) => Content ?? "");
  };
  return { ...side, restart, asAlice, lastWords, connector: openAt(requestTracker, url, side), stranger: said["RT_TOKEN_STRANGER"] ?? "", hidden: said["RT_HIDDEN"] ?? "" };
}

/** RT's API as whoever has a token. */
const asPerson = (url: string, token: string) => async (method: string, path: string, json?: unknown): Promise<unknown> => {
  const answer = await fetch(`${url}/REST/2.0/${path}`, { method, signal: AbortSignal.timeout(PATIENCE_MS), headers: { authorization: `token ${token}`, ...(json === undefined ? {} : { "content-type": "application/json" }) }, ...(json === undefined ? {} : { body: JSON.stringify(json) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
};
