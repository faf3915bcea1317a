import { requestTracker } from "../../../src/requests/connectors/request-tracker/index.ts";
import type { OtherSide } from "../other-side.ts";
import { startRt } from "./request-tracker.ts";

/** The fake as the contract suite asks it, with people who act as Alice. */
export async function requestTrackerFake(): Promise<OtherSide> {
  const fake = await startRt();
  const asAlice = async (method: string, path: string, json?: unknown): Promise<void> => {
    const answer = await fetch(`${fake.url}/REST/2.0/${path}`, { method, headers: { authorization: `token ${fake.tokens.alice}` }, ...(json === undefined ? {} : { body: JSON.stringify(json) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  return {
    kind: requestTracker, url: fake.url, options: { account: "soc-connector", keyField: "SOC key", priorities: { Low: 0, Medium: 50, High: 100 } }, secrets: { token: fake.tokens.connector },
    queues: ["SOC Requests", "Network Team"], priority: "High", working: "open", ended: "resolved",
    person: {
      comment: (id, text, visibility) => asAlice("POST", `ticket/${id}/${visibility === "public" ? "correspond" : "comment"}`, { Content: text, ContentType: "text/plain" }),
      commentMarkup: (id, html) => asAlice("POST", `ticket/${id}/correspond`, { Content: html, ContentType: "text/html" }),
      move: (id, state) => asAlice("PUT", `ticket/${id}`, { Status: state }),
      rename: (id, title) => asAlice("PUT", `ticket/${id}`, { Subject: title }),
      attach: (id, { name, type, data }) => asAlice("POST", `ticket/${id}/correspond`, { Attachments: [{ FileName: `=?UTF-8?B?${Buffer.from(name).toString("base64")}?=`, FileType: type, FileContent: Buffer.from(data).toString("base64") }] }),
      merge: (id, into) => asAlice("PUT", `ticket/${id}`, { MergeInto: into }),
      remove: (id) => asAlice("DELETE", `ticket/${id}`),
    },
    count: async (key) => [...fake.tickets.values()].filter(({ subject, fields }) => subject.includes(`[${key}]`) || fields.get("SOC key") === key).length,
    look: async (id) => {
      const { subject: title = "", status: state = "" } = fake.tickets.get(Number(id)) ?? {};
      return { title, state };
    },
    stop: fake.stop,
  };
}
