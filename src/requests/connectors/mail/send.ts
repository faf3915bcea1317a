// Mail out: to the address of a queue, in the thread of the ticket, and a copy into the folder of what was sent.
import { Readable } from "node:stream";
import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import MailComposer from "nodemailer/lib/mail-composer/index.js";
import { RemoteError, shortWords } from "../../../outbound/index.ts";
import type { FileToSend, Opening } from "../connector.ts";
import { sealedNote } from "./ids.ts";
import { isLoopback, type Mailbox, reach } from "./mailbox.ts";
import type { MailOptions } from "./options.ts";

/** What one of our mails means, for us to read again. */
export type Note = { readonly key: string; readonly id: string; readonly kind: "ticket" | "comment" | "change" | "file"; readonly title?: string; readonly queue?: string | null; readonly priority?: string | null; readonly state?: string };

export type Out = { readonly to: readonly string[]; readonly subject: string; readonly text: string; readonly messageId: string; readonly thread: string | null; readonly note: Note; readonly file?: FileToSend };

const TIMEOUT_MS = 30_000;

/** Sends a mail once. Our own address gets a copy too: it proves that it went out, where the answer was lost. */
export async function send({ options, secrets, ca, internal = new Set() }: Pick<Opening<MailOptions>, "options" | "secrets" | "ca" | "internal">, mailbox: Mailbox, out: Out): Promise<void> {
  const mail = await composed(options, secrets["threads"] ?? "", out);
  const { protocol, hostname, port } = new URL(options.smtp);
  const address = await reach(hostname, internal);
  const secure = protocol === "smtps:";
  const transport = createTransport({
    host: address, port: port === "" ? (secure ? 465 : 587) : Number(port), secure, requireTLS: !secure && !isLoopback(address), ignoreTLS: !secure && isLoopback(address),
    tls: { ...(isIP(hostname) === 0 ? { servername: hostname } : {}), ...(ca === undefined ? {} : { ca }) }, auth: { user: options.smtpUser ?? options.user, pass: secrets["smtpPassword"] ?? secrets["password"] ?? "" },
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS, disableFileAccess: true, disableUrlAccess: true,
  });
  let isUnderWay = false;
  // It is read when sender and recipients were accepted: from then on it may have arrived, whatever is heard.
  const raw = new Readable({ read() {
    isUnderWay = true;
    this.push(mail);
    this.push(null);
  } });
  try {
    await transport.sendMail({ envelope: { from: options.from, to: [...new Set([...out.to, options.from])] }, raw });
  } catch (error) {
    throw smtpError(error, isUnderWay);
  } finally {
    transport.close();
  }
  // It is out: what is not kept comes back as the copy.
  await mailbox.keep(mail).catch(() => undefined);
}

function composed({ from }: MailOptions, secret: string, { to, subject, text, messageId, thread, note, file }: Out): Promise<Buffer> {
  const composer = new MailComposer({
    from, to: to.map((address) => ({ name: "", address })), subject: subject.replace(/\s+/g, " ").slice(0, 500), text, textEncoding: "quoted-printable", messageId, ...(thread === null ? {} : { inReplyTo: thread, references: [thread] }),
    headers: { "x-vigie-key": note.key.replaceAll("/", "_"), "x-vigie-note": sealedNote(secret, note) }, disableFileAccess: true, disableUrlAccess: true,
    ...(file === undefined ? {} : { attachments: [{ filename: file.name, contentType: file.type, content: Buffer.from(file.data), encoding: "base64" as const }] }),
  });
  return composer.compile().build();
}

type SmtpError = Error & { readonly code?: string; readonly responseCode?: number };

function smtpError(thrown: unknown, isUnderWay: boolean): RemoteError {
  const { message, code = "", responseCode } = thrown as SmtpError;
  const words = shortWords(message);
  if (code === "EAUTH") return new RemoteError({ problem: "unauthorized", words, arrived: "no" });
  // RFC 5321, section 4.2.1: 4yz may be tried again, 5yz is for good.
  if (responseCode !== undefined) return new RemoteError({ problem: responseCode >= 500 ? "refused" : "busy", words, arrived: "no" });
  return isUnderWay ? new RemoteError({ problem: "cut", words, arrived: "maybe" }) : new RemoteError({ problem: "unreachable", words, arrived: "no" });
}
