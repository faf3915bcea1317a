// Whether the mailbox opens and the SMTP server knows us. Nothing is sent.
import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import { RemoteError, shortWords } from "../../../outbound/index.ts";
import type { Opening, Probe } from "../connector.ts";
import { isLoopback, type Mailbox, reach } from "./mailbox.ts";
import type { MailOptions } from "./options.ts";

const TIMEOUT_MS = 15_000;

/** Looks at both. */
export async function probe(opening: Opening<MailOptions>, mailbox: Mailbox): Promise<Probe> {
  const { options, secrets } = opening;
  const { next } = await mailbox.heads(null);
  // Makes the folder, if it is not there.
  await mailbox.search("sent", { header: { "message-id": "<none@vigie>" } });
  const isSecret = (secrets["threads"] ?? "").length >= 16;
  return {
    version: null, account: options.user, skewMs: null, checks: [
      { name: "mailbox", ok: true, words: `${options.inbox} opens; the next mail has the number ${next}.` },
      { name: "sent mail", ok: true, words: `What we send is kept in ${options.sent}.` },
      await smtpCheck(opening),
      { name: "threads", ok: isSecret, words: isSecret ? "The ids of our mails cannot be made up by others." : "The secret threads is missing or shorter than 16 characters: replies could not be told from mails that somebody made up." },
      { name: "who may move", ok: true, words: options.mayMove.length === 0 ? "Replies are comments alone: none changes a state." : `A reply of ${options.mayMove.join(", ")} changes the state where it says so. Whether the sender is who it says is the mail server's to check: let it refuse what fails DMARC.` },
    ],
  };
}

async function smtpCheck({ options, secrets, ca, internal = new Set() }: Opening<MailOptions>): Promise<Probe["checks"][number]> {
  const { protocol, hostname, port } = new URL(options.smtp);
  const address = await reach(hostname, internal);
  const secure = protocol === "smtps:";
  const transport = createTransport({
    host: address, port: port === "" ? (secure ? 465 : 587) : Number(port), secure, requireTLS: !secure && !isLoopback(address), ignoreTLS: !secure && isLoopback(address),
    tls: { ...(isIP(hostname) === 0 ? { servername: hostname } : {}), ...(ca === undefined ? {} : { ca }) }, auth: { user: options.smtpUser ?? options.user, pass: secrets["smtpPassword"] ?? secrets["password"] ?? "" },
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.verify();
    return { name: "sending", ok: true, words: `${hostname} takes mail from us.` };
  } catch (error) {
    if (error instanceof RemoteError) throw error;
    return { name: "sending", ok: false, words: `${hostname} does not take mail from us: ${shortWords((error as Error).message)}` };
  } finally {
    transport.close();
  }
}
