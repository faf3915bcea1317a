// What the shape of a playbook does not show: references that lead nowhere, branches that nobody reaches, queries that cannot be read.
import { parseQuery, QueryError } from "../../hunt/index.ts";
import { fillQuery, PLACEHOLDERS } from "../steps/fill.ts";
import { type Outcomes, progressOf } from "../run/progress.ts";
import { outcomesOf, RESERVED } from "../run/outcomes.ts";
import type { Wrong } from "./read.ts";
import { type Playbook, SECTIONS, type Step, stepsOf } from "./schema.ts";

/** All that is wrong with a playbook of the right shape. */
export function contradictions(file: string, playbook: Playbook): readonly Wrong[] {
  const wrong: Wrong[] = [];
  if (`${playbook.name}.yml` !== file.split(/[/\\]/).at(-1)) wrong.push({ path: ["name"], message: `the file is called otherwise: write ${(file.split(/[/\\]/).at(-1) ?? "").replace(/\.yml$/, "")}, or name the file ${playbook.name}.yml` });
  const before = new Map<string, Step>();
  for (const { step, path } of placesOf(playbook)) {
    if (before.has(step.id)) wrong.push({ path: [...path, "id"], message: `another step is called ${step.id}: give this one a name of its own` });
    wrong.push(...wrongIn(step, before).map((one) => ({ ...one, path: [...path, ...one.path] })));
    before.set(step.id, step);
  }
  const first = stepsOf(playbook)[0];
  if (first?.kind === "request" || first?.kind === "wait") wrong.push({ path: ["sections", "understand", "steps", 0], message: "begin with something that a person does: nothing is asked of a team before anybody has looked" });
  return wrong.length > 0 ? wrong : unreached(playbook);
}

const placesOf = ({ sections }: Playbook): readonly { readonly step: Step; readonly path: readonly PropertyKey[] }[] =>
  SECTIONS.flatMap((key) => sections[key].steps.map((step, index) => ({ step, path: ["sections", key, "steps", index] })));

function wrongIn(step: Step, before: ReadonlyMap<string, Step>): readonly Wrong[] {
  const wrong: Wrong[] = [];
  for (const [name, outcomes] of Object.entries(step.when ?? {})) {
    const path = ["when", name];
    const other = before.get(name);
    if (other === undefined) wrong.push({ path, message: `no earlier step is called ${name}: name one of ${[...before.keys()].join(", ") || "those before it, of which there are none"}` });
    else for (const outcome of outcomes) if (!outcomesOf(other).includes(outcome)) wrong.push({ path, message: `${name} cannot come to "${outcome}": write ${outcomesOf(other).join(", ")}` });
  }
  if ("choices" in step) for (const key of Object.keys(step.choices)) if (RESERVED.has(key)) wrong.push({ path: ["choices", key], message: `${key} has a meaning of its own: call the choice otherwise` });
  if (step.kind === "wait") for (const [index, name] of step.for.entries()) if (before.get(name)?.kind !== "request") wrong.push({ path: ["for", index], message: `${name} is no request before this step: wait for one that was made` });
  if (step.kind === "request") wrong.push(...wrongInRequest(step, before));
  if ("hunt" in step && step.hunt !== undefined) wrong.push(...wrongInQuery(step.hunt.query));
  return wrong;
}

function wrongInRequest({ confirmed, each }: Extract<Step, { kind: "request" }>, before: ReadonlyMap<string, Step>): readonly Wrong[] {
  const wrong: Wrong[] = [];
  const by = confirmed === undefined ? undefined : before.get(confirmed);
  const isAnalysts = (by?.kind === "question" && by.to === "analyst") || (by?.kind === "decision" && by.by === "analyst");
  if (confirmed !== undefined && !isAnalysts) wrong.push({ path: ["confirmed"], message: `${confirmed} is no earlier question or decision of the analyst: name one, or leave it out and the client is always asked` });
  if (each.kind === "indicator" ? each.roles !== undefined : each.types !== undefined) wrong.push({ path: ["each"], message: "assets and accounts have roles, indicators have types" });
  return wrong;
}

const EXAMPLE = Object.fromEntries(PLACEHOLDERS.map((name) => [name, name === "addresses" ? ["192.0.2.1"] : ["EXAMPLE-1"]]));

function wrongInQuery(query: string): readonly Wrong[] {
  const path = ["hunt", "query"];
  const unknown = [...query.matchAll(/\{([^}]*)\}/g)].map(([, name = ""]) => name).filter((name) => !(PLACEHOLDERS as readonly string[]).includes(name));
  if (unknown.length > 0) return [{ path, message: `{${unknown[0] ?? ""}} is not known: write ${PLACEHOLDERS.map((name) => `{${name}}`).join(", ")}` }];
  try {
    parseQuery(fillQuery(query, EXAMPLE).query ?? "", 0);
    return [];
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return [{ path, message: `query, column ${error.column} (placeholders filled in): ${error.message}` }];
  }
}

/** Steps that no answers lead to: tried with what each names, and with that what these name. */
function unreached(playbook: Playbook): readonly Wrong[] {
  return placesOf(playbook).flatMap(({ step, path }) => {
    const wanted = wantedFor(playbook, step);
    const last = [...playOut(playbook, wanted)].find(([id]) => id === step.id);
    return last === undefined ? [{ path, message: `no answers lead to ${step.id}: look at its \`when\`, and at those of the steps that it names` }] : [];
  });
}

/** Which outcomes its `when` asks for, and theirs. */
function wantedFor(playbook: Playbook, { when = {} }: Step): ReadonlyMap<string, string> {
  const byId = new Map(stepsOf(playbook).map((step) => [step.id, step]));
  const wanted = new Map<string, string>();
  const add = (names: Readonly<Record<string, readonly string[]>>): void => {
    for (const [name, [outcome = ""]] of Object.entries(names)) {
      wanted.set(name, outcome);
      add(byId.get(name)?.when ?? {});
    }
  };
  add(when);
  return wanted;
}

/** All steps that are settled if these come out as wanted and the others somehow. */
function playOut(playbook: Playbook, wanted: ReadonlyMap<string, string>): Outcomes {
  const outcomes = new Map<string, string>();
  for (;;) {
    const open = progressOf(playbook, outcomes).find(({ status }) => status === "now" || status === "waiting");
    if (open === undefined) return outcomes;
    outcomes.set(open.step.id, wanted.get(open.step.id) ?? outcomesOf(open.step)[0] ?? "done");
  }
}
