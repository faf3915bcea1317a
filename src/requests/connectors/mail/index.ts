// An ITSM that speaks mail alone: requests go out as structured mails, replies come back by IMAP. A ticket is a thread; its
// state is what the last mail with a word for it says. Tried with Dovecot 2.3 (test/itsm/mail.test.ts).
//
// ASSUMPTIONS, taken from documents and not seen on the systems of a client:
// 1. The mailbox is ours alone, and mail to `from` arrives in it, our own copies too (RFC 5321 promises no more than delivery).
// 2. Its server searches in any header (RFC 9051, SEARCH HEADER); some large providers index few, and are slow.
// 3. Mail programs keep In-Reply-To or References (RFC 5322, 3.6.4), or at least the key in the subject.
// 4. Machines say that they are (RFC 3834, Auto-Submitted); bounces are reports (RFC 3464) or come from mailer-daemon.
// 5. Whether a sender is who it says cannot be seen: DMARC and SPF are the mail server's. A reply moves a ticket only where
//    `mayMove` allows it, and only in answer to a mail of ours whose id nobody can make up.
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { Connector, ConnectorKind, NewTicket, Opening } from "../connector.ts";
import { plainOf } from "../text/doc.ts";
import { changes } from "./changes.ts";
import { messageIdOf, partOf, type Threads } from "./ids.ts";
import { openMailbox } from "./mailbox.ts";
import { MailOptions } from "./options.ts";
import { probe } from "./probe.ts";
import { type Note, send } from "./send.ts";
import { allStates, filesOf, type Mail, mailsOf, shortId, ticketOf } from "./thread.ts";

const STATES = {
  sent: "new", new: "new", "in progress": "in_progress", open: "in_progress", waiting: "waiting_soc", question: "waiting_soc", "waiting for us": "waiting_client", resolved: "resolved", done: "resolved", fixed: "resolved", closed: "closed", cancelled: "cancelled", rejected: "cancelled",
  nouveau: "new", "en cours": "in_progress", "en attente": "waiting_soc", résolu: "resolved", fait: "resolved", fermé: "closed", clos: "closed", annulé: "cancelled", refusé: "cancelled",
} as const;

/** By mail. */
export const mail: ConnectorKind<MailOptions> = {
  kind: "mail", product: "Mail",
  capabilities: { findsKey: "later", compareAndSet: false, comments: ["public"], reads: true, attachments: "both", changes: "id", transitions: true, queues: true, priorities: true },
  options: MailOptions, secrets: ["password", "smtpPassword", "threads"],
  states: STATES,
  moves: { new: "new", in_progress: "in progress", waiting_client: "waiting for us", waiting_soc: "waiting", resolved: "resolved", closed: "closed", cancelled: "cancelled" },
  // Nobody calls: the mailbox is looked at.
  isSigned: () => false,
  open,
};

function open(opening: Opening<MailOptions>): Connector {
  const { options, secrets, now } = opening;
  const threads: Threads = { secret: secrets["threads"] ?? "", domain: options.from.slice(options.from.indexOf("@") + 1) };
  const mailbox = openMailbox(opening, options);
  const states = allStates(STATES, options);
  const mails = (key: string): Promise<readonly Mail[]> => mailsOf(mailbox, threads, key);
  const rootOf = (key: string): string => messageIdOf(threads, key, "ticket");
  const addressOf = (queue: string | null): string => {
    const address = queue !== null && queue.includes("@") ? queue.toLowerCase() : options.to;
    if (address === null || !MailOptions.shape.from.safeParse(address).success) throw notAccepted(`${queue ?? "No queue"} is no address to which a mail can go.`, "Name an address as the queue of the team, or give one in the option to.");
    return address;
  };
  /** A mail into the thread of a ticket, to whom it went before. */
  const follow = async (id: string, part: string, text: string, more: Partial<Note> & { readonly kind: Note["kind"] }, file?: Parameters<Connector["attach"]>[1]): Promise<string> => {
    const there = ticketOf(await mails(id), id, options, states);
    if (there === undefined) throw new RemoteError({ problem: "not_found", words: `No mail with ${id} is in the mailbox.`, arrived: "no" });
    const messageId = messageIdOf(threads, id, part);
    const to = [addressOf(there.queue), ...(more.queue === undefined ? [] : [addressOf(more.queue)])];
    await send(opening, mailbox, { to: [...new Set(to)], subject: `Re: ${more.title ?? there.title}`, text, messageId, thread: rootOf(id), note: { key: id, id: messageId, ...more }, ...(file === undefined ? {} : { file }) });
    return messageId;
  };
  return {
    probe: () => probe(opening, mailbox),
    findByKey: async (key) => ((await mails(key)).some(({ id, note }) => note?.kind === "ticket" && id === rootOf(key)) ? { found: "yes", id: key } : { found: "no" }),
    create: async (ticket) => {
      const { key, title, queue, priority } = ticket;
      const messageId = rootOf(key);
      await send(opening, mailbox, { to: [addressOf(queue)], subject: title, text: textOf(ticket, options.footer), messageId, thread: null, note: { key, id: messageId, kind: "ticket", title, queue, priority } });
      return key;
    },
    update: async (id, { title, queue, priority }) => {
      if (queue !== undefined) addressOf(queue);
      const said = [["Title", title], ["Queue", queue], ["Priority", priority]].flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
      if (said.length > 0) await follow(id, partOf("u", `${now().getTime()} ${said.join()}`), said.join("\n"), { kind: "change", ...(title === undefined ? {} : { title }), ...(queue === undefined ? {} : { queue }), ...(priority === undefined ? {} : { priority }) });
    },
    comment: async (id, text, _visibility, key) => shortId(await follow(id, partOf("c", key), text, { kind: "comment" })),
    transition: async (id, state, note) => {
      if (!states.includes(state.toLowerCase())) throw notAccepted(`${state.slice(0, 100)} is no word for a state here.`, `Map to one of ${states.slice(0, 20).join(", ")}, or name it in the option states.`);
      await follow(id, partOf("s", `${now().getTime()} ${state}`), `Status: ${state}${note === "" ? "" : `\n\n${note}`}`, { kind: "change", state: state.toLowerCase() });
    },
    attach: async (id, file) => `${shortId(await follow(id, partOf("f", `${file.name} ${Buffer.from(file.data).toString("latin1")}`), file.name, { kind: "file" }, file))}-0`,
    read: async (id) => {
      const ticket = ticketOf(await mails(id), id, options, states);
      return ticket === undefined ? { found: "no" } : { found: "yes", ticket };
    },
    download: async (id, file) => {
      const found = (await mails(id)).flatMap((one) => filesOf(one).map((attachment, i) => ({ id: `${shortId(one.id)}-${i}`, attachment }))).find((one) => one.id === file);
      if (found === undefined) throw new RemoteError({ problem: "not_found", words: `${id} has no such file.`, arrived: "no" });
      return found.attachment.content;
    },
    changes: (cursor, followed) => changes(mailbox, threads, cursor, followed),
    close: () => mailbox.close(),
  };
}

/** What a machine may want to read stands above, a line each. */
function textOf({ key, text, priority, asset, dueAt }: NewTicket, footer: string): string {
  const facts = [["Reference", key], ["Priority", priority], ["Asset", asset], ["Due", dueAt?.toISOString() ?? null]].flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return [facts.join("\n"), plainOf(text), ...(footer === "" ? [] : [footer])].join("\n\n");
}
