// A ticket made of the mails that carry its key: ours say what it is, replies say what people wrote.
import { createHash } from "node:crypto";
import { type Attachment, type ParsedMail, simpleParser } from "mailparser";
import { z } from "zod";
import type { Comment, Ticket, TicketFile } from "../connector.ts";
import { wordsOfHtml } from "../text/html.ts";
import { keyOfIds, keyOfSubject, openNote, type Threads } from "./ids.ts";
import type { Mailbox, Raw } from "./mailbox.ts";
import { isAmong, type MailOptions } from "./options.ts";
import { type Signs, stateOfReply, wordsOfReply, writerOf } from "./reply.ts";

const Note = z.object({ key: z.string(), id: z.string(), kind: z.enum(["ticket", "comment", "change", "file"]), title: z.string().optional(), queue: z.string().nullable().optional(), priority: z.string().nullable().optional(), state: z.string().optional() });

/** One mail, read. */
export type Mail = { readonly id: string; readonly at: Date; readonly parsed: ParsedMail; readonly note: z.infer<typeof Note> | undefined; readonly isThreaded: boolean };

const MOST = 1_000;
const LONGEST_FILES = 50;

/** All mails of a ticket, in the order in which they came. One that lies in two folders is one. */
export async function mailsOf(mailbox: Mailbox, threads: Threads, key: string): Promise<readonly Mail[]> {
  const marker = `vigie.${key.replaceAll("/", "_")}.`;
  const searches: readonly Promise<readonly Raw[]>[] = [
    mailbox.search("sent", { header: { "x-vigie-key": key.replaceAll("/", "_") } }),
    ...["references", "in-reply-to"].map((header) => mailbox.search("inbox", { header: { [header]: marker } })),
    mailbox.search("inbox", { subject: `[${key}]` }),
    // What could not be delivered comes back inside a report.
    ...["mailer-daemon", "postmaster"].map((from) => mailbox.search("inbox", { from, body: marker })),
  ];
  const raws = (await Promise.all(searches)).flat();
  const unique = [...new Map(raws.map((raw) => [`${raw.folder} ${raw.uid}`, raw])).values()];
  // Copies of our own mails come in too: the numbers of the inbox are the order in which all happened, times are whole seconds.
  const ordered = [...unique.filter(({ folder }) => folder === "inbox").toSorted((one, other) => one.uid - other.uid), ...unique.filter(({ folder }) => folder === "sent").toSorted((one, other) => one.uid - other.uid)];
  const mails = new Map<string, Mail>();
  for (const raw of ordered) {
    const mail = await mailOf(raw, threads);
    // Servers find what holds the text anywhere: "AM-R-0118" is in "AM-R-01180".
    const belongs = mail.note?.key ?? keyOfIds(threads, idsOf(mail.parsed)) ?? keyOfSubject(mail.parsed.subject ?? "");
    if (belongs === key && !mails.has(mail.id)) mails.set(mail.id, mail);
  }
  return [...mails.values()].slice(-MOST);
}

const idsOf = ({ references, inReplyTo, text, attachments }: ParsedMail): string =>
  // A report of a bounce holds the head of the mail that came back.
  [...(Array.isArray(references) ? references : [references ?? ""]), inReplyTo ?? "", text ?? "", ...attachments.filter(({ contentType }) => /^(?:message\/rfc822|text\/rfc822-headers)/.test(contentType)).map(({ content }) => content.toString("utf8").slice(0, 20_000))].join(" ");

async function mailOf(raw: Raw, threads: Threads): Promise<Mail> {
  const parsed = await simpleParser(raw.source, { skipImageLinks: true, skipHtmlToText: true, skipTextToHtml: true, maxHtmlLengthToParse: 1_000_000, keepDeliveryStatus: true });
  const note = Note.safeParse(openNote(threads.secret, textOf(parsed, "x-vigie-note")));
  const id = parsed.messageId ?? `${raw.folder} ${raw.uid}`;
  // A note that hangs on another mail than its own was copied.
  return { id, at: raw.at, parsed, note: note.success && note.data.id === id ? note.data : undefined, isThreaded: keyOfIds(threads, idsOf(parsed)) !== undefined };
}

const textOf = ({ headerLines }: ParsedMail, name: string): string => headerLines.find(({ key }) => key === name)?.line.replace(/^[^:]*:/, "").trim() ?? "";

/** How all states are called: those that mail has out of the box, and those of the settings. */
export const allStates = (usual: Readonly<Record<string, unknown>>, { states }: Pick<MailOptions, "states">): readonly string[] => [...Object.keys(usual), ...states];

/** The ticket that they make; undefined: none of them is the one with which it began. */
export function ticketOf(mails: readonly Mail[], key: string, options: MailOptions, states: readonly string[]): Ticket | undefined {
  const first = mails.find(({ note }) => note?.kind === "ticket");
  if (first === undefined) return undefined;
  const told = { title: "", queue: null as string | null, priority: null as string | null, state: "sent", changedBy: null as string | null, stateChangedAt: null as Date | null };
  const comments: Comment[] = [];
  const files: TicketFile[] = [];
  for (const mail of mails) {
    const { note, at } = mail;
    if (note === undefined) {
      const said = readReply(mail, options, states);
      if (said.state !== undefined) Object.assign(told, { state: said.state, changedBy: said.author, stateChangedAt: at });
      comments.push({ id: shortId(mail.id), at, author: said.author, visibility: said.visibility, text: said.text });
      if (said.carriesFiles) files.push(...filesOf(mail).map((file, i) => fileOf(mail, file, i, said.author)));
      continue;
    }
    for (const name of ["title", "queue", "priority", "state"] as const) if (note[name] !== undefined) Object.assign(told, { [name]: note[name], ...(name === "state" ? { changedBy: options.from, stateChangedAt: at } : {}) });
    if (note.kind === "comment") comments.push({ id: shortId(mail.id), at, author: options.from, visibility: "public", text: (mail.parsed.text ?? "").trim() });
    if (note.kind === "file") files.push(...filesOf(mail).map((file, i) => fileOf(mail, file, i, options.from)));
  }
  return { id: key, number: key, url: null, ...told, assignee: null, key, version: null, comments, files };
}

type Said = { readonly author: string; readonly text: string; readonly visibility: Comment["visibility"]; readonly state?: string | undefined; readonly carriesFiles: boolean };

/** A mail of somebody else. What no person of theirs wrote is internal, and says what it is. */
function readReply({ parsed, isThreaded }: Mail, options: MailOptions, states: readonly string[]): Said {
  const from = parsed.from?.value[0];
  const address = from?.address?.toLowerCase() ?? "";
  const author = (from?.name ?? "") === "" ? address : `${from?.name} <${address}>`;
  const plain = parsed.text ?? "";
  const text = plain.trim() === "" && typeof parsed.html === "string" ? wordsOfHtml(parsed.html) : plain;
  const writer = writerOf(signsOf(parsed, address));
  if (writer === "bounce") return { author, text: `[not delivered] ${wordsOfReport(parsed, text)}`, visibility: "internal", state: isThreaded ? "undelivered" : undefined, carriesFiles: false };
  if (!isAmong(options.mayReply, address)) return { author, text: `[not read] A mail of ${address === "" ? "nobody" : address}, who is none of those who may reply.`, visibility: "internal", carriesFiles: false };
  if (writer === "machine") return { author, text: `[automatic reply] ${wordsOfReply(text)}`, visibility: "internal", carriesFiles: false };
  const words = wordsOfReply(text);
  const state = isThreaded && isAmong(options.mayMove, address) ? stateOfReply(words, options.stateWord, states) : undefined;
  return { author, text: words, visibility: "public", state, carriesFiles: true };
}

function signsOf(parsed: ParsedMail, from: string): Signs {
  const of = (name: string): string => textOf(parsed, name).toLowerCase();
  const path = textOf(parsed, "return-path");
  return { autoSubmitted: of("auto-submitted"), precedence: of("precedence"), autoreply: of("x-autoreply") + of("x-autorespond") + of("x-auto-reply"), suppress: of("x-auto-response-suppress"), contentType: of("content-type"), returnPath: path === "" ? undefined : path, from };
}

/** What a report says (RFC 3464): who was not reached, and why. */
function wordsOfReport({ attachments }: ParsedMail, text: string): string {
  const report = attachments.find(({ contentType }) => contentType === "message/delivery-status")?.content.toString("utf8").slice(0, 20_000) ?? "";
  const facts = ["Final-Recipient", "Action", "Status", "Diagnostic-Code"].flatMap((name) => new RegExp(`^${name}:[ \\t]*([^\\r\\n]{1,300})`, "im").exec(report)?.[1] ?? []);
  return facts.length === 0 ? text.slice(0, 1_000).trim() : facts.join(", ");
}

/** By which a mail is told from all others, short. */
export const shortId = (id: string): string => createHash("sha256").update(id).digest("hex").slice(0, 24);

/** What hangs on a mail, without the pictures of its text. */
export const filesOf = ({ parsed }: Mail): readonly Attachment[] => parsed.attachments.filter(({ related, contentType }) => !related && !/^message\/(?:delivery-status|rfc822)/.test(contentType)).slice(0, LONGEST_FILES);

const fileOf = (mail: Mail, { filename, contentType, size }: Attachment, i: number, author: string): TicketFile =>
  ({ id: `${shortId(mail.id)}-${i}`, name: filename ?? `file-${i + 1}`, type: contentType, bytes: size, author, visibility: "public" });
