import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeShared } from "../../../test/shared.ts";
import { RequestAction } from "../../contract/requests.ts";
import { parseQuery } from "../../hunt/index.ts";
import { fillQuery, PLACEHOLDERS } from "../steps/fill.ts";
import { outcomesOf } from "../run/outcomes.ts";
import { progressOf } from "../run/progress.ts";
import { readPlaybook } from "./read.ts";
import { type Both, type Playbook, stepsOf } from "./schema.ts";
import { createShelf, readPlaybooks, SHIPPED_PLAYBOOKS, shippedPlaybooks } from "./shelf.ts";

const PLAYBOOKS = await shippedPlaybooks();

/** All texts in it. */
function textsOf(value: unknown): readonly Both[] {
  if (typeof value !== "object" || value === null) return [];
  if ("en" in value && "fr" in value) return [value as Both];
  return Object.values(value).flatMap(textsOf);
}

describe("shipped playbooks", () => {
  test("are all there, and nothing is wrong with them", async () => {
    expect((await readPlaybooks(SHIPPED_PLAYBOOKS)).problems).toEqual([]);
    expect(PLAYBOOKS.map(({ name }) => name)).toEqual(expect.arrayContaining(["phishing", "ransomware-signs", "brute-force", "impossible-travel", "malware-on-host", "data-exfiltration", "web-shell", "privileged-account-misuse", "lateral-movement", "lost-device", "vulnerable-service-exploited", "denial-of-service"]));
  });

  test.each(PLAYBOOKS)("$name: both languages are written, and are not the same", (playbook) => {
    const same = textsOf(playbook).filter(({ en, fr }) => en === fr);
    expect(same).toEqual([]);
    // Typographic French: no straight apostrophe, a space before ? and :.
    expect(textsOf(playbook).map(({ fr }) => fr).filter((fr) => /'|\S[?!;]|[^ ]:(?: |$)/.test(fr))).toEqual([]);
  });

  test.each(PLAYBOOKS)("$name: every query can be read, whatever the values are", ({ sections }) => {
    const hunts = stepsOf({ sections }).flatMap((step) => ("hunt" in step && step.hunt !== undefined ? [step.hunt.query] : []));
    expect(hunts.length).toBeGreaterThan(0);
    const values = fc.record(Object.fromEntries(PLACEHOLDERS.map((name) => [name, name === "addresses" ? fc.array(fc.oneof(fc.ipV4(), fc.ipV6()), { maxLength: 60 }) : fc.array(fc.string({ minLength: 1, unit: "binary" }), { maxLength: 60 })])));
    fc.assert(fc.property(fc.constantFrom(...hunts), values, (query, known) => {
      const filled = fillQuery(query, known);
      if (filled.query === null) expect(filled.missing.length).toBeGreaterThan(0);
      else parseQuery(filled.query, 0);
    }), { numRuns: 100 });
  });

  test.each(PLAYBOOKS)("$name: actions are known, and every step is reached by some answers", (playbook) => {
    for (const step of stepsOf(playbook)) if (step.kind === "request") expect(RequestAction.options).toContain(step.action);
    const reached = new Set<string>();
    fc.assert(fc.property(fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 40 }), (picks) => {
      const outcomes = new Map<string, string>();
      for (let i = 0; ; i++) {
        const open = progressOf(playbook, outcomes).find(({ status }) => status === "now");
        if (open === undefined) break;
        const all = outcomesOf(open.step);
        outcomes.set(open.step.id, all[picks[i % picks.length]! % all.length]!);
        reached.add(open.step.id);
      }
    }), { numRuns: 1000, seed: 7 });
    expect(stepsOf(playbook).map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
  });

  test("whoever begins by itself begins with a person, and is for what it begins at", () => {
    for (const playbook of PLAYBOOKS.filter(({ autostart }) => autostart !== undefined)) {
      expect(["do", "question", "decision"]).toContain(stepsOf(playbook)[0]!.kind);
      for (const technique of playbook.autostart!.techniques) expect(playbook.for.techniques).toContain(technique);
    }
  });
});

const GOOD = readFileSync(join(SHIPPED_PLAYBOOKS, "malware-on-host.yml"), "utf8");
const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

describe("what is wrong is said with its line and what to write instead", () => {
  test.each<[string, string, string, string]>([
    ["another name", "name: malware-on-host", "name: malware", "the file is called otherwise: write malware-on-host, or name the file malware.yml"],
    ["a missing language", '{en: "Is it malware?", fr: "Est-ce un logiciel malveillant ?"}', '{en: "Is it malware?"}', "fr is missing"],
    ["an unknown action", "action: isolate-host", "action: isolate-hsot", "action: write isolate-host, disable-account"],
    ["an unknown kind", "kind: decision\n        by: client", "kind: desicion\n        by: client", "kind: write do, question, decision, request, approval or wait"],
    ["an unknown part", "confirmed: accounts", "confirms: accounts", "confirms is not known here"],
    ["a technique in capitals", "[t1204, t1059", "[T1204, t1059", "write techniques as Sigma's tags do: t1566 or t1566.002"],
    ["a step twice", "- id: process-story", "- id: first-host", "another step is called first-host"],
    ["a step that is not before it", 'when: {accounts: "yes"}', "when: {reinstall: clean}", "no earlier step is called reinstall"],
    ["an outcome that it cannot have", 'when: {accounts: "yes"}', "when: {accounts: maybe}", 'accounts cannot come to "maybe": write yes, no'],
    ["a wait for what is no request", "for: [block-domain, block-address, isolate]", "for: [spread]", "spread is no request before this step"],
    ["an answer that is not the analyst's", "each: {kind: account}\n        confirmed: accounts", "each: {kind: account}\n        confirmed: vital", "vital is no earlier question or decision of the analyst"],
    ["a query that cannot be read", "host.name: {assets} and event.category: process and", "host.name: {assets} and and event.category: process and", "query, column"],
    ["a placeholder that is not known", "process.hash.sha256: {hashes} or", "process.hash.sha256: {hash} or", "{hash} is not known: write {assets}"],
    ["a choice that means something else", 'harmless: {en: "No, harmless"', 'skipped: {en: "No, harmless"', "skipped has a meaning of its own"],
    ["a branch that nobody reaches", "when: {vital: never}", "when: {vital: never, is-malware: harmless}", "no answers lead to leave-on"],
    ["a change released by silence", "care: {en: \"Do not log in on it with an administrator’s account.\", fr: \"Ne pas y ouvrir de session avec un compte d’administration.\"}\n        why: {en: \"It runs a program that is not yours.\", fr: \"Elle exécute un programme étranger.\"}\n        approval: {minutes: 30, default: do-nothing}", "approval: {minutes: 30, default: approve}", "nothing that changes something is released because nobody answered"],
    ["no YAML", "version: 1", "version: [1", "this is not YAML"],
    ["an alias", "version: 1", "version: *one", "aliases (*one) are not read here"],
  ])("%s", (_, was, is, message) => {
    expect(GOOD).toContain(was);
    const text = GOOD.replace(was, is);
    const { problems, playbook } = readPlaybook("content/playbooks/malware-on-host.yml", text);
    expect(playbook).toBeUndefined();
    const found = problems.find((one) => one.message.includes(message));
    expect(found, JSON.stringify(problems)).toBeDefined();
    // A replacement of several lines is wrong at one of them.
    if (message !== "this is not YAML") expect(Math.abs(found!.line - lineOf(GOOD, was))).toBeLessThanOrEqual(2);
  });

  test("whatever the text is, it is read or told of", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom("", "[]", "a: 1", "__proto__: {a: 1}", "sections: {understand: null}")), (text) => {
      const { playbook, problems } = readPlaybook("x.yml", text);
      expect(playbook === undefined).toBe(problems.length > 0);
      for (const { line, column } of problems) expect(Math.min(line, column)).toBeGreaterThan(0);
    }));
  });

  test("a folder of one's own adds to the shipped ones, or stands in their place; what is wrong in it is told with its line", async () => {
    const folder = await mkdtemp(join(tmpdir(), "vigie-shelf-"));
    const shipped = readFileSync(join(SHIPPED_PLAYBOOKS, "phishing.yml"), "utf8");
    await writeFile(join(folder, "phishing.yml"), shipped.replace('en: "Phishing"', 'en: "Our phishing"'));
    await writeFile(join(folder, "ours.yml"), shipped.replaceAll("phishing", "ours"));
    const shelf = createShelf(folder);
    expect((await shelf()).map(({ name }) => name)).toEqual([...PLAYBOOKS.map(({ name }) => name), "ours"].toSorted());
    expect((await shelf()).find(({ name }) => name === "phishing")?.title.en).toBe("Our phishing");
    await writeFile(join(folder, "ours.yml"), shipped.replaceAll("phishing", "ours").replace("kind: question", "kind: questions"));
    await expect(createShelf(folder)()).rejects.toThrow(/playbooks: .*ours\.yml:\d+: /);
    await rm(folder, { recursive: true });
    await expect(createShelf(folder)()).rejects.toThrow("cannot be read");
    expect(await createShelf(undefined)()).toEqual(PLAYBOOKS);
  });

  test("a playbook that begins with a request is refused", () => {
    const playbook = structuredClone(PLAYBOOKS.find(({ name }) => name === "malware-on-host")) as unknown as { sections: Record<string, { steps: object[] }> } & Playbook;
    playbook.sections.understand.steps.unshift({ id: "ask-first", kind: "request", title: { en: "Ask", fr: "Demander" }, action: "other", each: { kind: "asset" }, steps: [{ en: "Do it", fr: "Faire" }], approval: { minutes: 30, default: "refuse" } } as never);
    expect(readPlaybook("malware-on-host.yml", JSON.stringify(playbook)).problems.map(({ message }) => message).join()).toContain("begin with something that a person does");
  });
});

describeShared("ATT&CK", (shared) => {
  const { techniques, tactics } = JSON.parse(readFileSync(join(shared, "data/attack/attack-enterprise-compact.json"), "utf8")) as { readonly techniques: readonly { readonly id: string }[]; readonly tactics: readonly { readonly short: string }[] };

  test.each(PLAYBOOKS)("has the techniques and tactics of $name", ({ for: suited, autostart }) => {
    const known = new Set(techniques.map(({ id }) => id.toLowerCase()));
    expect([...suited.techniques, ...(autostart?.techniques ?? [])].filter((technique) => !known.has(technique))).toEqual([]);
    const tags = new Set(tactics.map(({ short }) => `attack.${short}`));
    expect(suited.tags.filter((tag) => !tags.has(tag))).toEqual([]);
  });
});
