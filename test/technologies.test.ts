// Each technology is put to its own samples: what they give is kept beside them and read by a person when it changes.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { createAnswering, type Answer, type Answering } from "../src/cli/parse-answer.ts";
import { compileTechnologies, findTechnology, hintFor, type Technologies, type Technology, unexpectedTypes } from "../src/normalise/index.ts";
import { readTechnologies, SHIPPED_TECHNOLOGIES } from "../src/packs/index.ts";

const FOLDER = join(import.meta.dirname, "../content/technologies");
// Events of `other` are called as their product.
const OTHER = "other";
const NAMES = readdirSync(FOLDER, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
// What others write, too: nginx' access lines are Apache's, pfSense's daemons are those of any Unix.
const UNTELLABLE = new Set(["nginx/access.log", "pfsense/daemons.log"]);
// Any day behind the samples: it tells the year of those that name none.
const LATEST_MS = Date.UTC(2026, 5, 1);

let technologies: readonly Technology[] = [];
let doubts: Technologies["doubts"] = [];
beforeAll(async () => {
  const read = await readTechnologies([SHIPPED_TECHNOLOGIES]);
  technologies = read.technologies;
  doubts = read.doubts;
});

type Categorised = { readonly event?: { readonly category?: readonly string[]; readonly type?: readonly string[] } };
const typesAgainstEcs = (answer: Answer): readonly string[] => {
  const { category = [], type = [] } = (answer.ok ? (answer.event as Categorised).event : undefined) ?? {};
  return unexpectedTypes(category, type).map((one) => `${one} of ${category.join(", ")}`);
};

const linesOf = (name: string, file: string): string[] => readFileSync(join(FOLDER, name, "samples", file), "utf8").split("\n").filter((line) => line !== "");
const samplesOf = (name: string): string[] => (existsSync(join(FOLDER, name, "samples")) ? readdirSync(join(FOLDER, name, "samples")) : []);
const labelled = (name: string): Answering => createAnswering(technologies, { ...hintFor(technologies, findTechnology(technologies, name)), latestMs: LATEST_MS });

describe.each(NAMES)("%s", (name) => {
  test("has samples, and its mapping can be used", () => {
    expect(technologies.map((one) => one.name)).toContain(name);
    expect(samplesOf(name)).not.toEqual([]);
  });

  test.each(samplesOf(name))("%s gives the events that are expected", async (file) => {
    const answering = labelled(name);
    const answers = linesOf(name, file).flatMap((line, i) => answering.record(line, i + 1));
    if (name !== OTHER) expect(answers.map((answer) => (answer.ok ? answer.technology : answer.reason))).toEqual(answers.map(() => name));
    // What ECS expects of a category, whichever sections gave it.
    expect(answers.flatMap((answer) => typesAgainstEcs(answer))).toEqual([]);
    await expect(`${JSON.stringify(answers, undefined, 2)}\n`).toMatchFileSnapshot(join(FOLDER, name, "expected", `${file}.json`));
  });

  test.each(samplesOf(name).filter((file) => name !== OTHER && !UNTELLABLE.has(`${name}/${file}`)))("%s is recognised without a label", (file) => {
    const answering = createAnswering(technologies, { ...hintFor(technologies), latestMs: LATEST_MS });
    const recognised = linesOf(name, file).flatMap((line, i) => answering.record(line, i + 1)).map((answer) => (answer.ok ? answer.technology : answer.reason));
    expect([...new Set(recognised)]).toEqual([name]);
  });
});

test.each(NAMES)("a line of %s in no form that it knows keeps its text", (name) => {
  const answering = labelled(name);
  for (const line of ["<14>Mar 10 08:00:01 gw-01 zebra: quagga said something new 1234", "<14>1 2026-03-10T08:00:01Z gw-01 zebra 7 - - quagga said hello", "quagga,2026/03/10,cells"]) {
    for (const answer of answering.record(line, 1)) if (answer.ok) expect(JSON.stringify(answer.event)).toContain("quagga");
  }
});

test("of such a line its envelope is understood, and it says that nothing maps it", () => {
  const [answer] = labelled("panos").record("<14>Mar 10 08:00:01 fw-01 zebra[7]: something new", 1);
  expect(answer).toEqual({
    ok: true, technology: "panos", confidence: 0.2,
    event: {
      "@timestamp": "2026-03-10T08:00:01.000Z", ecs: { version: "9.0.0" }, event: { kind: "event" }, tags: ["unmapped"], message: "something new",
      host: { name: "fw-01" }, related: { hosts: ["fw-01"] }, process: { name: "zebra", pid: 7 }, log: { syslog: { priority: 14, facility: { code: 1 }, severity: { code: 6 } } },
    },
  });
});

test("no section writes a type that ECS does not expect of its category", () => {
  expect(doubts).toEqual([]);
});

test("the recipe's mapping does what the recipe says", () => {
  const recipe = readFileSync(join(FOLDER, "../../docs/mapping.md"), "utf8");
  const text = recipe.slice(recipe.indexOf("```yaml\n") + 8, recipe.indexOf("```", recipe.indexOf("```yaml\n") + 8));
  const made = compileTechnologies([{ path: "demo/mapping.yml", text }]);
  expect(made.refused).toEqual([]);
  const [answer] = createAnswering([...technologies, ...made.technologies], { ...hintFor([...technologies, ...made.technologies]), latestMs: LATEST_MS }).record("Mar 10 08:00:00 gw-01 demod[7]: login of jo from 198.51.100.7 failed: wrong password", 1);
  expect(answer).toMatchObject({ ok: true, technology: "demo", event: { event: { category: ["authentication"], outcome: "failure", reason: "wrong password" }, user: { name: "jo" }, source: { ip: "198.51.100.7" }, related: { user: ["jo"] } } });
});

test("a label does not make a line what it is not", () => {
  const [answer] = labelled("fortigate").record("Mar 10 08:20:04 web-01 sshd[2214]: Failed password for root from 203.0.113.50 port 40118 ssh2", 1);
  expect(answer).toMatchObject({ ok: true, technology: "sshd" });
});

test("text that nobody knows is refused with a reason", () => {
  const [answer] = createAnswering(technologies, {}).record("lorem ipsum dolor sit amet", 1);
  expect(answer).toEqual({ ok: false, reason: "no technology recognised" });
});
