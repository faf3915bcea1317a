import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Channel, NotifiedFact } from "../../contract/setting-kinds.ts";
import { type About, disclose, type Disclosure } from "./disclose.ts";
import { OTHER_EVENTS } from "./events.ts";
import { render } from "./render.ts";

const ABOUT: About = {
  ref: "AM-2026-0042", severity: { en: "Severity-word", fr: "Mot-de-gravité" }, category: "malware-spread", at: new Date("2026-11-24T10:38:12Z"), perimeter: ["SRV-AD-02", "<b>x</b> http://evil.example a@b"],
  title: "rundll32.exe wrote the memory of lsass.exe", due: new Date("2026-11-24T11:52:00Z"), isRed: false,
};
const EVENTS = [...NotifiedFact.options, ...OTHER_EVENTS];
const DISCLOSURES: readonly Disclosure[] = ["reference", "reference-and-severity", "agreed-facts"];
const OUTSIDE = Channel.options.filter((channel) => channel !== "portal");
const AROUND = { timeZone: "Europe/Paris", link: "https://vigie.example.org/o/AM-2026-0042" } as const;

// PDIS IV.2.3.g: what each disclosure may tell outside the portal; all else must be absent.
const MAY: Readonly<Record<Disclosure, readonly string[]>> = { reference: [], "reference-and-severity": ["severity"], "agreed-facts": ["severity", "category", "time", "perimeter"] };
const TRACES: Readonly<Record<string, readonly string[]>> = { severity: ["Severity-word", "Mot-de-gravité"], category: ["malware", "malveillant"], time: ["10:38", "11:38"], perimeter: ["SRV-AD-02"], title: ["rundll32", "lsass"] };

describe.each(EVENTS)("%s", (event) => {
  test.each(OUTSIDE.flatMap((channel) => DISCLOSURES.flatMap((disclosure) => (["en", "fr"] as const).map((language) => [channel, disclosure, language] as const))))("by %s under %s in %s tells what it may and no more", (channel, disclosure, language) => {
    const { subject, body } = render(event, disclose(channel, disclosure, ABOUT), { ...AROUND, language });
    const text = `${subject}\n${body}`;
    expect(text).toContain("AM-2026-0042");
    const told = Object.entries(TRACES).filter(([, words]) => words.some((word) => text.includes(word))).map(([name]) => name);
    expect(told.toSorted()).toEqual([...MAY[disclosure]].toSorted());
    expect(subject).not.toMatch(/[\r\n]/);
  });
});

test("of what is TLP:RED or PAP:RED the reference alone leaves the portal, whatever was agreed", () => {
  for (const channel of OUTSIDE) for (const disclosure of DISCLOSURES) expect(Object.keys(disclose(channel, disclosure, { ...ABOUT, isRed: true }))).toEqual(["ref", "due"]);
  expect(disclose("portal", "reference", { ...ABOUT, isRed: true }).title).toBe(ABOUT.title);
});

test("the portal tells all", () => {
  const { body } = render("alert-escalated", disclose("portal", "reference", ABOUT), { ...AROUND, language: "fr" });
  expect(body).toBe(`Une alerte attend votre réponse.
rundll32.exe wrote the memory of lsass.exe

Référence : AM-2026-0042
Gravité : Mot-de-gravité
Type : Propagation de code malveillant
Heure : 24 nov. 2026, 11:38 (Europe/Paris)
Périmètre : SRV-AD-02, <b>x</b> http://evil.example a@b
Réponse avant : 24 nov. 2026, 12:52 (Europe/Paris)
Lire et répondre : https://vigie.example.org/o/AM-2026-0042

Ce message n’en dit volontairement pas plus : le reste est dans le portail, derrière votre authentification. Ouvrir le lien ne décide de rien.`);
});

test("names of assets bring no markup, no address and no line of their own", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 300 }), { maxLength: 30 }), (perimeter) => {
      const { perimeter: told = [] } = disclose("email", "agreed-facts", { ...ABOUT, perimeter: [...perimeter, "http://evil.example/<script>\u202e a@b.example"] });
      expect(told.length).toBeLessThanOrEqual(5);
      for (const name of told) {
        expect(name.length).toBeLessThanOrEqual(100);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}<>@]|[^\]]:\/\//u);
      }
    }),
  );
});
