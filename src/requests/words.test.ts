import { expect, test } from "vitest";
import type { Proof } from "../contract/request-proofs.ts";
import type { Request } from "./request.ts";
import { STATES } from "./states.ts";
import { dueWords, proofWordsIn, stateWords, turnWords } from "./words.ts";

const AT = new Date("2026-11-24T12:00:00Z");
const request = (over: Partial<Request> = {}) => ({ state: "sent", questionAt: null, planned: null, held: null, approval: null, dueAt: AT, routed: { team: "ws", name: null, by: "owner", reason: "" }, ...over }) as Request;
const french = { language: "fr", timeZone: "Europe/Paris" } as const;
const english = { language: "en", timeZone: "Europe/Paris" } as const;

test.each<[string, Partial<Request>, string, string]>([
  ["with the team", {}, "The team, until 13:00.", "L’équipe, avant 13:00."],
  ["a question", { questionAt: AT }, "The SOC answers the team's question.", "Le SOC répond à la question de l’équipe."],
  ["to be approved", { state: "awaiting_approval", approval: { askedAt: "", askedBy: "", deadline: AT.toISOString(), default: "refuse", person: null } }, "The client decides, until 13:00.", "Le client décide, avant 13:00."],
  ["held back", { state: "draft", held: "10 were sent." }, "The SOC decides: 10 were sent.", "Le SOC décide : 10 were sent."],
  ["ended", { state: "verified" }, "Nobody has to do anything.", "Personne n’a plus rien à faire."],
])("whose turn it is: %s", (_, over, en, fr) => {
  expect(turnWords(request(over), english)).toBe(en);
  expect(turnWords(request(over), french)).toBe(fr);
});

test.each<[number, string, string]>([
  [30, "30 min left, by 13:00", "encore 30 min, avant 13:00"], [300, "today, by 13:00", "aujourd’hui, avant 13:00"], [1_440, "Tue 24 Nov", "mar. 24 nov."], [-90, "90 min late", "90 min de retard"], [-180, "3 h late", "3 h de retard"], [-4_320, "3 days late", "3 jours de retard"],
])("%i minutes are left", (left, en, fr) => {
  const times = { from: new Date(0), now: new Date(AT.getTime() - left * 60_000) };
  expect(dueWords(AT, times, english).words).toBe(en);
  expect(dueWords(AT, times, french).words).toBe(fr);
});

test("every state and every proof has words of both languages, and other ones", () => {
  for (const state of STATES) expect(stateWords(request({ state }), "fr")).not.toBe(stateWords(request({ state }), "en"));
  expect(stateWords(request({ planned: { until: "", note: "at night" } }), "fr")).toBe("Planifiée : at night");
  const proofs: readonly Proof[] = [
    { check: "host-silent", host: "PC-1", minutes: 10 }, { check: "account-disabled", account: "PC-1" }, { check: "no-sign-in", account: "PC-1", minutes: 10 }, { check: "block-seen", value: "PC-1" },
    { check: "process-gone", process: "PC-1", host: null, minutes: 10 }, { check: "indicator-gone", value: "PC-1", minutes: 10 }, { check: "manual", how: "PC-1" },
  ];
  for (const proof of proofs) {
    expect(proofWordsIn("fr", proof)).toContain("PC-1");
    expect(proofWordsIn("fr", proof)).not.toBe(proofWordsIn("en", proof));
  }
});
