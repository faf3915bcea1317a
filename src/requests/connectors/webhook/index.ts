// Whatever takes JSON: a receiver of webhooks, by templates. Two kinds: one that is told and tells nothing back, and one that
// can be read. What is sent is signed: `x-vigie-signature: t=<seconds>,v1=<hex>`, HMAC-SHA-256 over `<seconds>.<body>`.
//
// ASSUMPTIONS: none about the other side but what the options say. A ticket or comment that is sent again has the same
// `x-vigie-delivery`, its key: a receiver that keeps those makes nothing twice.
import { createHmac } from "node:crypto";
import { type Answer, type Http, notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { Capabilities, Connector, ConnectorKind, Opening, Probe } from "../connector.ts";
import { isSignedBody } from "../signature.ts";
import { plainOf } from "../text/doc.ts";
import { htmlOf, htmlOfText } from "../text/html.ts";
import { ReadOptions, WriteOptions } from "./options.ts";
import { findByKey, read } from "./read.ts";
import { filledBody, filledRead, type Template, textAt, type Values } from "./template.ts";

const WRITES: Capabilities = { findsKey: "never", compareAndSet: false, comments: ["public", "internal"], reads: false, attachments: "out", changes: "each", transitions: true, queues: true, priorities: true };
const WORDS = { states: { new: "new", in_progress: "in_progress", waiting_client: "waiting_client", waiting_soc: "waiting_soc", resolved: "resolved", closed: "closed", cancelled: "cancelled" }, moves: { new: "new", in_progress: "in_progress", waiting_client: "waiting_client", waiting_soc: "waiting_soc", resolved: "resolved", closed: "closed", cancelled: "cancelled" } } as const;
const SHARED = { secrets: ["secret", "authorization"], ...WORDS, isSigned: (headers: Readonly<Record<string, string | undefined>>, body: Uint8Array, secret: string) => isSignedBody(headers["x-hub-signature-256"] ?? headers["x-signature-256"], body, secret) } as const;

/** A receiver that is told what happens. */
export const webhook: ConnectorKind<WriteOptions> = {
  ...SHARED, kind: "webhook", product: "Webhook", capabilities: WRITES, options: WriteOptions,
  open: (opening) => ({ ...writes(opening), ...BLIND }),
};

/** One that can be asked what became of it. */
export const webhookRead: ConnectorKind<ReadOptions> = {
  ...SHARED, kind: "webhook-read", product: "Webhook that can be read back", capabilities: { ...WRITES, findsKey: "later", reads: true }, options: ReadOptions,
  open: (opening) => {
    const { http, options } = opening;
    const there = http(authorization(opening));
    return {
      ...writes(opening), download: BLIND.download,
      findByKey: (key) => findByKey(there, options, key),
      read: (id) => read(there, options, id),
      // It tells of no changes: each ticket that is followed is read.
      changes: async (_cursor, open) => ({ ids: open, cursor: "each", more: false }),
      probe: async () => {
        const { headers } = await there.ask(filledRead(options.find, { key: "AM-R-0" }));
        const date = Date.parse(headers["date"] ?? "");
        return { ...probeOf("It answers to the search for a key. Whether a ticket can be made shows the test ticket."), skewMs: Number.isNaN(date) ? null : date - opening.now().getTime() };
      },
    };
  },
};

const cannot = (what: string): Promise<never> => Promise.reject(notAccepted(`A webhook ${what}.`, "Use the kind webhook-read with templates for reading, or another way."));
const BLIND = {
  findByKey: async () => ({ found: "unknown", why: "A webhook cannot be asked for a ticket." }),
  read: () => cannot("cannot be read back"),
  download: () => cannot("gives no files"),
  changes: async (_cursor: string | null) => ({ ids: [], cursor: "none", more: false }),
  probe: async () => probeOf("Nothing can be asked of a webhook: neither whether it takes messages nor what became of them. The test message shows whether it answers."),
} satisfies Partial<Connector>;

const probeOf = (words: string): Probe => ({ version: null, account: null, skewMs: null, checks: [{ name: "what can be seen", ok: true, words }] });

const authorization = ({ secrets }: Pick<Opening<unknown>, "secrets">): Readonly<Record<string, string>> => (secrets["authorization"] ? { authorization: secrets["authorization"] } : {});

/** All that writes, the same for both. */
function writes(opening: Opening<WriteOptions>): Pick<Connector, "create" | "update" | "comment" | "transition" | "attach"> {
  const { options, secrets, now } = opening;
  const http = opening.http(authorization(opening));
  const send = (action: keyof WriteOptions, template: Template | null, delivery: string | null, values: Values): Promise<Answer> => {
    if (template === null) return cannot(`takes no ${action}: its options have no template for it`);
    return signed(http, { template, values: { ...values, action }, delivery, secret: secrets["secret"] ?? "", at: now(), isAnything: options.answers === "anything" });
  };
  return {
    create: async ({ key, title, text, queue, priority, asset, dueAt }) => {
      const { json } = await send("create", options.create, key, { key, title, text: plainOf(text), html: htmlOf(text), queue, priority, asset, dueAt: dueAt?.toISOString() ?? null });
      if (options.id === null) return key;
      const id = textAt(json, options.id);
      if (id === undefined || id === "") throw new RemoteError({ problem: "garbage", words: `The answer to create has no ${options.id}, where its id should stand.`, arrived: "maybe", todo: "Mend the place of the id in the connector's options." });
      return id;
    },
    update: async (id, { title = null, queue = null, priority = null }) => void await send("update", options.update, null, { id, title, queue, priority }),
    comment: async (id, text, visibility, key) => textAt((await send("comment", options.comment, key, { id, key, text, html: htmlOfText(text), visibility })).json, options.commentId) ?? null,
    transition: async (id, state, note) => void await send("transition", options.transition, null, { id, state, note }),
    attach: async (id, { name, type, data }, visibility) => {
      await send("attach", options.attach, null, { id, fileName: name, fileType: type, fileBase64: Buffer.from(data).toString("base64"), visibility });
      return null;
    },
  };
}

type Message = { readonly template: Template; readonly values: Values; readonly delivery: string | null; readonly secret: string; readonly at: Date; readonly isAnything: boolean };

/** Sends the very bytes that are signed. */
function signed(http: Http, { template, values, delivery, secret, at, isAnything }: Message): Promise<Answer> {
  const data = Buffer.from(JSON.stringify(filledBody(template.body, values)));
  const seconds = Math.floor(at.getTime() / 1000);
  const signature = createHmac("sha256", secret).update(`${seconds}.`).update(data).digest("hex");
  const headers = { ...(delivery === null ? {} : { "x-vigie-delivery": delivery }), ...(secret === "" ? {} : { "x-vigie-signature": `t=${seconds},v1=${signature}` }) };
  return http.ask({ method: template.method, ...filledRead(template, values), headers, bytes: { type: "application/json", data }, expects: isAnything ? "nothing" : "json" });
}
