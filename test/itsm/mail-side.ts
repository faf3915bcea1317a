// A team that answers by mail: their mailbox, ours, and a server between.
import { createTransport } from "nodemailer";
import { type ParsedMail, simpleParser } from "mailparser";
import type { AnyConnectorKind } from "../../src/requests/connectors/connector.ts";
import { mail } from "../../src/requests/connectors/mail/index.ts";
import type { OtherSide } from "../connectors/other-side.ts";
import { type MailSystem, startMailSystem } from "./start-imap.ts";

export const SOC = "soc@vigie.test";
export const NOC = "noc@client.test";
const NET = "net@client.test";
const ALICE = "alice@client.test";

export type Answer = { readonly text?: string; readonly html?: string; readonly from?: string; readonly subject?: string; readonly headers?: Readonly<Record<string, string>>; readonly file?: { readonly name: string; readonly type: string; readonly data: Uint8Array }; readonly isThreaded?: boolean };

export type MailSide = OtherSide & {
  readonly system: MailSystem;
  /** Answers the mail with which a ticket began. */
  readonly answer: (key: string, answer: Answer) => Promise<void>;
  /** Mails of a mailbox about a ticket, in the order in which they came. */
  readonly about: (address: string, key: string) => Promise<readonly ParsedMail[]>;
};

export const optionsOf = ({ smtpUrl }: Pick<MailSystem, "smtpUrl">): object => ({ user: SOC, from: SOC, smtp: smtpUrl, to: NOC, mayReply: ["@client.test"], mayMove: [ALICE] });
export const INTERNAL: ReadonlySet<string> = new Set(["127.0.0.1"]);

export async function startMailSide(): Promise<MailSide> {
  const system = await startMailSystem([SOC, NOC, NET]);
  const transport = createTransport({ host: "127.0.0.1", port: Number(new URL(system.smtpUrl).port), ignoreTLS: true });
  const about = async (address: string, key: string): Promise<readonly ParsedMail[]> => {
    const mails = await Promise.all((await system.mails(address)).map((source) => simpleParser(source)));
    return mails.filter(({ subject, messageId, references }) => subject?.includes(`[${key}]`) === true || [messageId, references].flat().some((id) => id?.includes(`vigie.${key.replaceAll("/", "_")}.`) === true));
  };
  const answer: MailSide["answer"] = async (key, { text, html, from = `Alice <${ALICE}>`, subject, headers = {}, file, isThreaded = true }) => {
    const [first] = [...await about(NOC, key), ...await about(NET, key)];
    const id = first?.messageId;
    await transport.sendMail({
      from, to: SOC, subject: subject ?? `Re: ${first?.subject ?? `[${key}]`}`, text, html, headers: { ...headers }, ...(isThreaded && id !== undefined ? { inReplyTo: id, references: [id] } : {}),
      ...(file === undefined ? {} : { attachments: [{ filename: file.name, contentType: file.type, content: Buffer.from(file.data) }] }),
    });
  };
  // The suite hands over the address of its proxy for HTTP, which nobody speaks here.
  const kind: AnyConnectorKind = { ...mail, open: (opening: Parameters<typeof mail.open>[0]) => mail.open({ ...opening, url: system.imapUrl, internal: INTERNAL }) };
  return {
    system, answer, about,
    kind, url: "http://127.0.0.1:9", options: optionsOf(system), secrets: { password: system.password, threads: "no one can make up our ids" },
    queues: [NOC, NET], priority: "high", working: "in progress", ended: "resolved", burst: 40,
    person: {
      comment: (id, text) => answer(id, { text }),
      commentMarkup: (id, html) => answer(id, { html }),
      move: (id, state) => answer(id, { text: `Status: ${state}\n\nRegards` }),
      rename: (id, title) => answer(id, { text: "I changed the subject.", subject: `Re: ${title}` }),
      attach: (id, file) => answer(id, { text: "See the file.", file }),
      merge: null, remove: null,
    },
    count: async (key) => [...await about(NOC, key), ...await about(NET, key)].filter(({ inReplyTo, subject }) => inReplyTo === undefined && subject?.startsWith(`[${key}]`) === true).length,
    look: async (id) => {
      const told = { title: "", state: "sent" };
      for (const { subject = "", text = "", inReplyTo } of await about(SOC, id)) {
        if (inReplyTo === undefined) told.title = subject;
        told.title = /^Title: (.*)$/m.exec(text)?.[1] ?? told.title;
        told.state = /^Status: (.*)$/m.exec(text)?.[1] ?? told.state;
      }
      return told;
    },
    stop: async () => {
      transport.close();
      await system.stop();
    },
  };
}
