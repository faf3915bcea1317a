import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindOf } from "./event-parts.ts";
import { plainOf, shownValue } from "./segments.ts";
import { spanOf, turnOf } from "./turn-words.ts";
import { whatHappened } from "./what-happened.ts";

const said = (fields: Readonly<Record<string, unknown>>, language: "en" | "fr" = "en", host: string | null = "SRV-1"): string => whatHappened({ title: "A rule", time: new Date("2026-11-24T10:38:12Z"), fields, host, detections: 1, timeZone: "Europe/Paris" }, language).text;

test.each([
  [{ Image: "C:\\a\\rundll32.exe", User: "svc-backup", ParentImage: "cmd.exe", CommandLine: "rundll32 x" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) rundll32.exe, run as svc-backup from cmd.exe, was started on SRV-1: rundll32 x. The rule calls it: A rule."],
  [{ process: { name: "sh", command_line: "sh -c id" }, event: { category: ["process"] } }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) sh was started on SRV-1: sh -c id. The rule calls it: A rule."],
  [{ EventID: 4625, TargetUserName: "bob", IpAddress: "203.0.113.9" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) bob logged on or tried to from 203.0.113.9 on SRV-1. The rule calls it: A rule."],
  [{ Image: "a.exe", DestinationIp: "198.51.100.7", DestinationPort: 443 }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) a.exe connected to 198.51.100.7, port 443 from SRV-1. The rule calls it: A rule."],
  [{ TargetFilename: "/tmp/x" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) a file was touched on SRV-1: /tmp/x. The rule calls it: A rule."],
  [{ TargetObject: "HKLM\\Run\\x", Image: "reg.exe" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) reg.exe set HKLM\\Run\\x on SRV-1. The rule calls it: A rule."],
  [{ QueryName: "evil.example" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) the name evil.example was asked for on SRV-1. The rule calls it: A rule."],
  [{ "c-uri": "/shell.php", "c-ip": "203.0.113.9", "cs-method": "POST" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) 203.0.113.9 asked for /shell.php (POST) on SRV-1. The rule calls it: A rule."],
  [{ eventName: "CreateUser", eventSource: "iam.amazonaws.com", sourceIPAddress: "203.0.113.9" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) CreateUser was done in iam.amazonaws.com from 203.0.113.9. The rule calls it: A rule."],
  [{ sender: "a@example.org", recipient: "b@example.org", Subject: "Facture" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) a@example.org sent a mail to b@example.org: Facture. The rule calls it: A rule."],
  [{ foo: "bar" }, "On 24 Nov 2026 at 11:38:12 (Europe/Paris) something happened on SRV-1. The rule calls it: A rule."],
])("%j", (fields, sentence) => expect(said(fields)).toBe(sentence));

test("in French too, and where nothing is known the rule's title speaks", () => {
  expect(said({ Image: "rundll32.exe", User: "svc-backup" }, "fr")).toBe("Le 24 nov. 2026 à 11:38:12 (Europe/Paris), rundll32.exe, exécuté par svc-backup, a été lancé sur SRV-1. La règle l’appelle : A rule.");
  expect(said({}, "en", null)).toBe("On 24 Nov 2026 at 11:38:12 (Europe/Paris) A rule.");
});

describe("values are an attacker's", () => {
  test("nothing hidden is shown, nothing long is shown whole, and text and segments agree", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 400 }), (value) => {
      const shown = shownValue(value);
      expect(shown).not.toMatch(/[\p{Cc}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u);
      expect(shown.isWellFormed()).toBe(true);
      const sentence = whatHappened({ title: value, time: new Date(0), fields: { Image: value, CommandLine: `[${value}]{user}`, User: value }, host: value, detections: 3, timeZone: "UTC" }, "en");
      expect(plainOf(sentence.segments)).toBe(sentence.text);
    }));
  });
  test("a value that looks like a pattern stays a value", () => expect(said({ Image: "{user}[x]", CommandLine: "{process}" })).toContain("{user}[x] was started on SRV-1: {process}."));
  test("an override of direction is an escape", () => expect(shownValue("invoice\u202efdp.exe")).toBe("invoice\\u{202e}fdp.exe"));
  test("a long one is cut in the middle", () => expect(shownValue(`begin${"x".repeat(10_000)}end`)).toMatch(/^beginx+…x+end$/));
  test.each([[{ __proto__: null, "event.category": "email" }, "mail"], [{}, "other"], [{ "event.category": ["authentication", "process"], Image: "x" }, "logon"]])("kind of %j", (fields, kind) => expect(kindOf(fields as Record<string, unknown>)).toBe(kind));
});

test.each([[18, "18 min"], [60, "1 h"], [64, "1 h 04"], [190, "3 h 10"], [2_880, "2 d"]])("%i minutes are %s", (minutes, text) => expect(spanOf(minutes * 60_000, "en")).toBe(text));

test("whose turn it is", () => {
  const now = new Date("2026-11-24T10:00:00Z");
  const judgement = { verdict: null, reason: null, explainedBy: null, at: null, by: null, side: null };
  const turn = (over: object) => turnOf({ status: "new", judgement, incident: null, due: { at: new Date("2026-11-24T10:18:00Z"), phase: "qualify" }, ...over }, now, "en");
  expect(turn({})).toMatchObject({ side: "provider", text: "Qualify in 18 min", isLate: false });
  expect(turn({ due: { at: new Date("2026-11-24T09:54:00Z"), phase: "qualify" } })).toMatchObject({ text: "Qualify: late 6 min", isLate: true });
  expect(turn({ status: "escalated" })).toMatchObject({ side: "client", text: "Waits for the client" });
  expect(turn({ status: "closed" })).toBeNull();
});
