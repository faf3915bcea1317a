import { describe, expect, test } from "vitest";
import { SETTING_SCHEMAS } from "../../contract/settings.ts";
import type { Fact } from "../../store/index.ts";
import { DEFAULT_SETTINGS } from "../../tenants/settings/defaults.ts";
import { type Around, planFor, type Subject } from "./plan.ts";
import { contactsOf } from "../../tenants/index.ts";
import { TELLINGS } from "./rules.ts";

const NOW = new Date("2026-11-24T09:00:00Z"); // a Tuesday, ten o'clock in Paris
const CONTACTS = SETTING_SCHEMAS.contacts.parse({
  people: [
    { key: "lea", name: "Léa", roles: ["security"], email: "lea@client.example", phone: "+33 1 23 45 67 89", language: "fr", substitute: "tom" },
    { key: "tom", name: "Tom", roles: ["technical"], email: "tom@client.example", language: "en" },
    { key: "eva", name: "Eva", roles: ["decision"], email: "eva@client.example", phone: "+33 6 12 34 56 78" },
  ],
  onCall: ["lea", "eva"],
});
const AROUND: Around = { settings: { ...DEFAULT_SETTINGS, contacts: CONTACTS }, webhooks: [], serviceManagers: [{ id: "sam", name: "Sam", email: "sam@soc.example", language: "en" }], nameOf: (id) => (id === "person:gone" ? undefined : `Name of ${id}`), linkFor: (ref, recipient) => `https://vigie.example.org/${ref}?for=${recipient}`, now: NOW };
const SUBJECT: Subject = { kind: "incident", id: "i1", severity: "high", about: { ref: "N-2026-0001", severity: { en: "High", fr: "Majeure" }, category: "malware-spread", at: NOW, perimeter: ["SRV"], title: "t", due: null, isRed: false }, dueOf: null, team: null };
const fact = (kind: string, side: Fact["by"]["side"] = "provider", details: Fact["details"] = {}): Fact => ({ id: 7, tenant: "north", kind, subject: "i1", at: NOW, by: { who: "A", id: "person:1", side }, details });
const told = (fact_: Fact, subject = SUBJECT, around = AROUND): string[] => planFor(fact_, subject, around).map(({ event, channel, recipient, state }) => `${event} ${channel} ${recipient.kind}:${recipient.key} ${state}`);

describe("by the default matrix", () => {
  test.each([
    ["incident.opened", "provider", ["incident-opened portal side:client sent", "incident-opened portal side:provider sent", "incident-opened phone contact:lea manual", "incident-opened email contact:lea queued"]],
    ["escalation.made", "provider", ["alert-escalated portal side:client sent", "alert-escalated email contact:lea queued"]],
    ["escalation.asked", "client", ["question-asked portal side:provider sent"]],
    ["escalation.answered", "provider", ["question-answered portal side:client sent", "question-answered email contact:lea queued"]],
    ["entry.shared", "client", ["message-shared portal side:provider sent"]],
    ["entry.shared", "provider", ["message-shared portal side:client sent"]],
    ["clock.breached", "system", ["clock-breached portal side:provider sent", "clock-breached portal side:client sent"]],
    ["alert.raised", "system", []],
  ] as const)("%s by the %s", (kind, side, expected) => {
    expect(told(fact(kind, side))).toEqual(expected);
  });

  test("the top of the scale is a major incident for those on call and those who decide", () => {
    expect(told(fact("incident.opened"), { ...SUBJECT, severity: "critical" })).toEqual([
      "incident-opened portal side:client sent", "incident-opened portal side:provider sent", "major-incident phone contact:lea manual", "major-incident phone contact:eva manual", "incident-opened phone contact:lea manual", "incident-opened email contact:lea queued",
    ]);
  });

  test("a reminder goes to the contact and by the channel that it names", () => {
    expect(told(fact("escalation.reminded", "system", { contact: "eva", channel: "phone", level: 2 }))).toEqual(["call-to-make portal side:provider sent", "alert-escalated phone contact:eva manual"]);
    expect(told(fact("escalation.reminded", "system", { contact: "gone" }))).toEqual([]);
  });

  test("whoever is given an alert hears of it, and whoever watches it, but not of what they did themselves", () => {
    const watched: Subject = { ...SUBJECT, kind: "alert", watchers: ["person:1", "person:2", "person:3", "person:gone"] };
    expect(told(fact("alert.assigned", "provider", { to: "person:2" }), watched)).toEqual(["assigned-to-you portal person:person:2 sent", "watched-changed portal person:person:3 sent"]);
    expect(told(fact("alert.assigned", "provider", { to: "person:1" }), SUBJECT)).toEqual([]);
    expect(told(fact("alert.assigned", "provider", { to: null }), SUBJECT)).toEqual([]);
    expect(told(fact("alert.judged"), watched)).toEqual(["watched-changed portal person:person:2 sent", "watched-changed portal person:person:3 sent"]);
    expect(told(fact("alert.raised", "system"), watched)).toEqual([]);
  });

  test("by when to answer is told to the side whose deadline it is", () => {
    const due = new Date("2026-11-24T09:15:00Z");
    const saying = (dueOf: Subject["dueOf"]) => planFor(fact("incident.opened"), { ...SUBJECT, dueOf, about: { ...SUBJECT.about, due } }, AROUND).filter(({ body }) => /10:15/.test(body)).map(({ channel, recipient }) => `${channel} ${recipient.key}`);
    expect(saying("provider")).toEqual(["portal provider"]);
    expect(saying("client")).toEqual(["portal client", "phone lea", "email lea"]);
    expect(saying(null)).toEqual([]);
  });

  test("the last reminder goes to the service managers of the provider; where there is none it shows as failed, not as silence", () => {
    const last = fact("escalation.reminded", "system", { to: "service-manager", contact: null, channel: null, level: 4 });
    expect(told(last)).toEqual(["escalation-unanswered portal side:provider sent", "escalation-unanswered email person:sam queued"]);
    expect(told(last, SUBJECT, { ...AROUND, serviceManagers: [] })).toEqual(["escalation-unanswered portal side:provider sent", "escalation-unanswered email person: failed"]);
  });

  test("a request goes to the team's address; a team without one shows as failed, not as silence", () => {
    const team = { name: "Workstations", email: "ws@client.example", language: "en" } as const;
    expect(told(fact("request.sent"), { ...SUBJECT, kind: "request", team })).toEqual(["request-sent portal side:client sent", "request-sent email team:Workstations queued"]);
    expect(told(fact("request.sent"), { ...SUBJECT, kind: "request", team: { ...team, email: null } })).toEqual(["request-sent portal side:client sent", "request-sent email team:Workstations failed"]);
  });

  test("without contacts nobody is told, and the register says so", () => {
    const [portal, mail] = planFor(fact("escalation.made"), SUBJECT, { ...AROUND, settings: DEFAULT_SETTINGS });
    expect(portal).toMatchObject({ channel: "portal", state: "sent" });
    expect(mail).toMatchObject({ channel: "email", state: "failed", result: expect.stringContaining("nobody can be reached by email") as unknown });
  });
});

test("chat goes to each webhook in its language", () => {
  const settings = { ...AROUND.settings, notifications: { ...DEFAULT_SETTINGS.notifications, entries: [{ fact: "alert-escalated" as const, severities: null, to: [{ role: "security" as const }], channel: "chat" as const, withinMinutes: 5, timing: "calendar" as const }] } };
  const webhooks = [{ id: "w1", name: "room", language: "en" as const }, { id: "w2", name: "salle", language: "fr" as const }];
  const chats = planFor(fact("escalation.made"), SUBJECT, { ...AROUND, settings, webhooks }).filter(({ channel }) => channel === "chat");
  expect(chats.map(({ address, language, subject, dueAt }) => [address, language, subject, dueAt?.toISOString()])).toEqual([
    ["w1", "en", "[N-2026-0001] An alert waits for your answer", "2026-11-24T09:05:00.000Z"], ["w2", "fr", "[N-2026-0001] Une alerte attend votre réponse", "2026-11-24T09:05:00.000Z"],
  ]);
});

test("planning again gives the same ids, another fact others; the link is the recipient's own", () => {
  const once = planFor(fact("incident.opened"), SUBJECT, AROUND);
  expect(planFor(fact("incident.opened"), SUBJECT, AROUND)).toEqual(once);
  expect(new Set(once.map(({ id }) => id)).size).toBe(once.length);
  const other = planFor({ ...fact("incident.opened"), id: 8 }, SUBJECT, AROUND);
  expect(other.some(({ id }) => once.some((one) => one.id === id))).toBe(false);
  expect(once.find(({ channel }) => channel === "email")!.body).toContain("?for=contact:lea");
  expect(once.find(({ channel }) => channel === "portal")!.body).not.toContain("https://");
});

test("whoever is away is replaced by their substitute; where all are away, whoever was named finds it later", () => {
  const away = { from: "2026-11-24T00:00:00Z", until: "2026-11-25T00:00:00Z" };
  const people = CONTACTS.people.map((contact) => (contact.key === "lea" ? { ...contact, absences: [away] } : contact));
  expect(contactsOf({ ...CONTACTS, people }, [{ role: "security" }], NOW).map(({ key }) => key)).toEqual(["tom"]);
  const nobody = people.map((contact) => ({ ...contact, absences: [away] }));
  expect(contactsOf({ ...CONTACTS, people: nobody }, [{ role: "security" }], NOW).map(({ key }) => key)).toEqual(["lea"]);
  expect(contactsOf(CONTACTS, [{ contact: "eva" }, { role: "decision" }, { onCall: true }], NOW).map(({ key }) => key)).toEqual(["eva", "lea"]);
});

test("every kind of fact that is told is one that some folder emits", async () => {
  const { globSync, readFileSync } = await import("node:fs");
  const sources = globSync("src/**/*.ts").filter((path) => !path.startsWith("src/notify") && !path.endsWith(".test.ts")).map((path) => readFileSync(path, "utf8")).join("\n");
  expect(Object.keys(TELLINGS).filter((kind) => !sources.includes(`"${kind}"`))).toEqual([]);
});
