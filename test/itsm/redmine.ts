// A real Redmine as the other side of the connector. People act there as Alice, with a key of her own.
import { redmine } from "../../src/requests/connectors/redmine/index.ts";
import type { OtherSide } from "../connectors/other-side.ts";
import { openAt } from "../connectors/suite/stage.ts";
import { startServer } from "./servers.ts";
import { type ItsmServer, PATIENCE_MS } from "./stage.ts";

export type RedmineServer = ItsmServer & { readonly stranger: string; readonly asAlice: ReturnType<typeof asPerson> };

const STATUSES = ["New", "In Progress", "Resolved", "Feedback", "Closed", "Rejected"];

/** Starts one. */
export async function redmineServer(): Promise<RedmineServer> {
  const { said, restart, stop } = await startServer("start-redmine.sh");
  const url = said["REDMINE_URL"] ?? "";
  const keyField = Number(said["REDMINE_KEY_FIELD"]);
  const asAlice = asPerson(url, said["REDMINE_KEY_ALICE"] ?? "");
  const put = (id: string, issue: object): Promise<unknown> => asAlice("PUT", `issues/${id}.json`, { issue });
  const side: OtherSide = {
    kind: redmine, url, options: { keyField }, secrets: { apiKey: said["REDMINE_KEY_SOC_CONNECTOR"] ?? "" },
    queues: ["SOC Requests", "Network Team"], priority: "High", working: "In Progress", ended: "Resolved",
    person: {
      comment: async (id, text, visibility) => { await put(id, { notes: text, private_notes: visibility === "internal" }); },
      // Its texts are textile: tags are words there.
      commentMarkup: null,
      move: async (id, state) => { await put(id, { status_id: STATUSES.indexOf(state) + 1 }); },
      rename: async (id, title) => { await put(id, { subject: title }); },
      attach: async (id, { name, type, data }) => {
        const { upload: { token } } = (await asAlice("POST", `uploads.json?filename=${encodeURIComponent(name)}`, data)) as { readonly upload: { readonly token: string } };
        await put(id, { uploads: [{ token, filename: name, content_type: type }] });
      },
      merge: null,
      remove: async (id) => { await asAlice("DELETE", `issues/${id}.json`); },
    },
    count: async (key) => {
      const { issues } = (await asAlice("GET", `issues.json?status_id=*&limit=100&subject=${encodeURIComponent(`~${key}`)}`)) as { readonly issues: readonly { readonly subject: string }[] };
      return issues.filter(({ subject }) => subject.startsWith(`[${key}]`)).length;
    },
    look: async (id) => {
      const { issue } = (await asAlice("GET", `issues/${id}.json`)) as { readonly issue: { readonly subject: string; readonly status: { readonly name: string } } };
      return { title: issue.subject, state: issue.status.name };
    },
    burst: 130, isSlow: true, timeoutMs: 4_000, stop,
  };
  return { ...side, restart, asAlice, connector: openAt(redmine, url, side), stranger: said["REDMINE_KEY_NOBODY"] ?? "" };
}

/** Redmine's API as whoever has a key. */
const asPerson = (url: string, key: string) => async (method: string, path: string, body?: object): Promise<unknown> => {
  const isBytes = body instanceof Uint8Array;
  const answer = await fetch(`${url}/${path}`, { method, signal: AbortSignal.timeout(PATIENCE_MS), headers: { "x-redmine-api-key": key, ...(body === undefined ? {} : { "content-type": isBytes ? "application/octet-stream" : "application/json" }) }, ...(body === undefined ? {} : { body: isBytes ? Buffer.from(body) : JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
};
