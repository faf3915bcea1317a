// What is to be told to whom, of one fact: pure, so that planning it again gives the same.
import { createHash } from "node:crypto";
import type { Channel } from "../../contract/setting-kinds.ts";
import { type Contact, contactsOf, dueAt, serviceHoursOf } from "../../tenants/index.ts";
import type { Fact } from "../../store/index.ts";
import type { SettingDocuments } from "../../tenants/index.ts";
import { type About, disclose, type Disclosure } from "../content/disclose.ts";
import type { NotifyEvent } from "../content/events.ts";
import { type Language, render } from "../content/render.ts";
import type { Notification } from "../notification.ts";
import { addressOf } from "./address.ts";
import { TELLINGS, TOLD_TO_PEOPLE } from "./rules.ts";

/** What a fact is about, as the tenant's tables say it now. */
export type Subject = {
  readonly kind: "alert" | "incident" | "request" | "escalation" | "exception";
  readonly id: string;
  readonly about: About;
  /** Whose deadline `about.due` is: the other side has nothing to answer by then. */
  readonly dueOf: "provider" | "client" | null;
  /** Key of the severity scale; null: it has none yet. */
  readonly severity: string | null;
  /** Who watches it, as callers have their ids. */
  readonly watchers?: readonly string[] | undefined;
  /** The client's team that is asked, if one is. */
  readonly team: { readonly name: string; readonly email: string | null; readonly language: Language } | null;
};

/** What planning needs to know of the tenant. */
export type Around = {
  readonly settings: SettingDocuments;
  readonly webhooks: readonly { readonly id: string; readonly name: string; readonly language: Language }[];
  /** The provider's own, who take up what nobody at the client's answers. */
  readonly serviceManagers: readonly { readonly id: string; readonly name: string; readonly email: string; readonly language: Language }[];
  /** What people are called, by their ids as callers have them. */
  readonly nameOf: (person: string) => string | undefined;
  /** The page of a subject, for a recipient outside the portal. */
  readonly linkFor: (ref: string, recipient: string) => string;
  readonly now: Date;
};

type Recipient = { readonly kind: "contact" | "team" | "webhook" | "side" | "person"; readonly key: string; readonly name: string };
type Sending = { readonly event: NotifyEvent; readonly channel: Channel; readonly recipient: Recipient; readonly address: string | undefined; readonly language: Language; readonly timeZone: string; readonly dueAt: Date | null };

/** The notifications of a fact. One whose recipient has no address, or a matrix row that nobody answers to, is a failed one: it shows. */
export function planFor(fact: Fact, subject: Subject, around: Around): readonly Notification[] {
  const sendings = [...(fact.kind === "escalation.reminded" ? reminders(fact, around) : tellings(fact, subject, around)), ...toPeople(fact, subject, around)];
  return sendings.map((sending) => notificationOf(fact, subject, sending, around));
}

function tellings(fact: Fact, subject: Subject, around: Around): readonly Sending[] {
  const telling = TELLINGS[fact.kind];
  if (telling === undefined) return [];
  const other = fact.by.side === "client" ? "provider" : "client";
  const sides = [...new Set(telling.portal.map((side) => (side === "other" ? other : side)))];
  const inPortal = sides.map((side) => toSide(telling.event, side, around));
  const isTold = telling.matrix !== undefined && (telling.outsideFor === undefined || sides.includes("client"));
  const outside = isTold && telling.matrix !== undefined ? byMatrix(telling.event, telling.matrix, subject, around) : [];
  const major = isMajor(fact, subject, around) ? byMatrix("major-incident", "major-incident", subject, around) : [];
  const team = telling.team === true && subject.team !== null ? [toTeam(telling.event, subject.team, around)] : [];
  return [...inPortal, ...major, ...outside, ...team];
}

/** Whoever has it now by somebody else's hand, and whoever watches it. Nobody is told what they did themselves. */
function toPeople({ kind, details, by }: Fact, { watchers = [] }: Subject, { settings, nameOf }: Around): readonly Sending[] {
  if (!TOLD_TO_PEOPLE.has(kind)) return [];
  const events = new Map<string, NotifyEvent>(watchers.map((id) => [id, "watched-changed"]));
  if (typeof details["to"] === "string") events.set(details["to"], "assigned-to-you");
  events.delete(by.id);
  return [...events].flatMap(([id, event]): readonly Sending[] => {
    const name = nameOf(id);
    return name === undefined ? [] : [{ event, channel: "portal", recipient: { kind: "person", key: id, name }, address: id, language: "fr", timeZone: settings["service-hours"].timeZone, dueAt: null }];
  });
}

/** The top of the scale is a major incident. */
function isMajor({ kind }: Fact, { severity }: Subject, { settings }: Around): boolean {
  return (kind === "incident.opened" || kind === "incident.severity-changed") && severity === settings["severity-scale"].levels[0]?.key;
}

function byMatrix(event: NotifyEvent, row: string, { severity }: Subject, around: Around): readonly Sending[] {
  const { settings, webhooks, now } = around;
  const { timeZone } = settings["service-hours"];
  return settings.notifications.entries
    .filter(({ fact, severities, channel }) => fact === row && channel !== "portal" && (severities === null || severity === null || severities.includes(severity)))
    .flatMap(({ to, channel, withinMinutes, timing }): readonly Sending[] => {
      const due = dueAt(serviceHoursOf(settings, severity ?? "", timing), now, withinMinutes) ?? null;
      if (channel === "chat" && webhooks.length > 0) return webhooks.map(({ id, name, language }) => ({ event, channel, recipient: { kind: "webhook", key: id, name }, address: id, language, timeZone, dueAt: due }));
      const contacts = channel === "chat" ? [] : contactsOf(settings.contacts, to, now);
      if (contacts.length === 0) return [{ event, channel, recipient: { kind: "contact", key: "", name: "nobody" }, address: undefined, language: "fr", timeZone, dueAt: due }];
      return contacts.map((contact) => toContact(event, channel, contact, due));
    });
}

const toContact = (event: NotifyEvent, channel: Channel, contact: Contact, due: Date | null): Sending =>
  ({ event, channel, recipient: { kind: "contact", key: contact.key, name: contact.name }, address: addressOf(contact, channel), language: contact.language, timeZone: contact.timeZone, dueAt: due });

const toTeam = (event: NotifyEvent, { name, email, language }: NonNullable<Subject["team"]>, { settings }: Around): Sending =>
  ({ event, channel: "email", recipient: { kind: "team", key: name, name }, address: email ?? undefined, language, timeZone: settings["service-hours"].timeZone, dueAt: null });

const toSide = (event: NotifyEvent, side: "client" | "provider", { settings }: Around): Sending =>
  ({ event, channel: "portal", recipient: { kind: "side", key: side, name: side }, address: side, language: "fr", timeZone: settings["service-hours"].timeZone, dueAt: null });

/** A reminder names the contact and the channel itself; the last one is for the provider's own service managers. */
function reminders({ details }: Fact, around: Around): readonly Sending[] {
  const { settings, now, serviceManagers } = around;
  if (details["to"] === "service-manager") {
    const { timeZone } = settings["service-hours"];
    const event = "escalation-unanswered" as const;
    const mails = serviceManagers.map(({ id, name, email, language }): Sending => ({ event, channel: "email", recipient: { kind: "person", key: id, name }, address: email, language, timeZone, dueAt: now }));
    const nobody: Sending = { event, channel: "email", recipient: { kind: "person", key: "", name: "nobody" }, address: undefined, language: "fr", timeZone, dueAt: now };
    return [toSide(event, "provider", around), ...(mails.length > 0 ? mails : [nobody])];
  }
  const contact = settings.contacts.people.find(({ key }) => key === details["contact"]);
  const channel = (["email", "phone", "sms"] as const).find((one) => one === details["channel"]) ?? "email";
  if (contact === undefined) return [];
  // A call is made by a person, who has to hear of it.
  return [...(channel === "email" ? [] : [toSide("call-to-make", "provider", around)]), toContact("alert-escalated", channel, contact, now)];
}

const sideOf = ({ kind, key }: Recipient): "provider" | "client" => (kind === "person" || (kind === "side" && key === "provider") ? "provider" : "client");

function notificationOf(fact: Fact, subject: Subject, { event, channel, recipient, address, language, timeZone, dueAt: due }: Sending, { settings, linkFor, now }: Around): Notification {
  const disclosure: Disclosure = settings.notifications.disclosure;
  const link = channel === "portal" ? null : linkFor(subject.about.ref, `${recipient.kind}:${recipient.key}`);
  const isTheirs = subject.dueOf === sideOf(recipient);
  const { subject: title, body } = render(event, disclose(channel, disclosure, isTheirs ? subject.about : { ...subject.about, due: null }), { language, timeZone, link });
  const isManual = channel === "phone" || channel === "sms" || channel === "itsm";
  const state = address === undefined ? "failed" : channel === "portal" ? "sent" : isManual ? "manual" : "queued";
  return {
    id: createHash("sha256").update([fact.id, event, channel, recipient.kind, recipient.key].join("\n")).digest("hex").slice(0, 32),
    fact: { id: fact.id, kind: fact.kind }, about: { kind: subject.kind, id: subject.id, ref: subject.about.ref }, event, channel, recipient, address: address ?? "", language, disclosure, subject: title, body, state, attempts: 0,
    nextAttemptAt: state === "queued" ? now : null, createdAt: now, dueAt: due, endedAt: state === "sent" || state === "failed" ? now : null,
    result: state === "failed" ? `nobody can be reached by ${channel}: the contacts and the notification matrix of the settings say who is told` : null,
  };
}
