// Mail by the provider's own server (RFC 5321), as plain text.
import { Readable } from "node:stream";
import { createTransport } from "nodemailer";
import type { Send, Sent } from "./channel.ts";

export type MailServer = {
  readonly host: string;
  readonly port: number;
  /** implicit: TLS from the first byte; starttls: required; off: only for a server on this machine. */
  readonly tls: "implicit" | "starttls" | "off";
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly from: string;
};

export type Mail = { readonly send: Send; readonly close: () => void };

const TIMEOUT_MS = 30_000;

/** A sender of mail; without a server each mail is refused with what to do. */
export function createMail(server: MailServer | undefined): Mail {
  if (server === undefined) return { send: async () => ({ outcome: "refused", isLasting: true, result: "no mail server is configured: mail.host of the configuration" }), close: () => {} };
  const { host, port, tls, user, password, from } = server;
  const transport = createTransport({
    host, port, secure: tls === "implicit", requireTLS: tls === "starttls", ignoreTLS: tls === "off",
    ...(user === undefined ? {} : { auth: { user, pass: password ?? "" } }),
    connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS,
    // A notification is text: nothing is read from files or addresses.
    disableFileAccess: true, disableUrlAccess: true,
  });
  const domain = from.replace(/^.*@/, "").replace(/>.*$/, "");
  return {
    send: async ({ tenant, id, address, subject, body, language, attempts }) => {
      let isUnderWay = false;
      // It is read when sender and recipients were accepted: from then on the server may have the mail, whatever is heard.
      const text = new Readable({ read() {
        isUnderWay = true;
        this.push(body);
        this.push(null);
      } });
      try {
        const { response } = await transport.sendMail({
          from, to: { name: "", address }, subject, text, textEncoding: "quoted-printable",
          // The same for each attempt: whoever gets it twice can tell, and reports of bounces name it.
          messageId: `<${id}.${tenant}@${domain}>`,
          headers: { "auto-submitted": "auto-generated", "content-language": language, "x-vigie-attempt": String(attempts) },
        });
        return { outcome: "sent", result: response };
      } catch (error) {
        return failureOf(error, isUnderWay);
      }
    },
    close: () => transport.close(),
  };
}

/** What nodemailer tells of a failure: its kind and, if the server spoke, its answer. */
type MailError = Error & { readonly code?: string; readonly responseCode?: number };

function failureOf(thrown: unknown, isUnderWay: boolean): Sent {
  const { message, code, responseCode } = thrown as MailError;
  // RFC 5321, section 4.2.1: 4yz may be tried again, 5yz is for good.
  if (responseCode !== undefined) return { outcome: "refused", isLasting: responseCode >= 500, result: message };
  if (isUnderWay) return { outcome: "unknown", result: `cut after the text was sent, before the server answered: ${message}` };
  return { outcome: "refused", isLasting: code === "EAUTH" || code === "EENVELOPE", result: message };
}
