// What the shape of a playbook does not show: references that lead nowhere, branches that nobody reaches, queries that cannot be read.
import { parseQuery, QueryError } from "../../hunt/index.ts";
import { fillQuery, PLACEHOLDERS } from "../steps/fill.ts";
import { outcomesOf, RESERVED } from "../run/outcomes.ts";
import { type Playbook, SECTIONS, type Step, stepsOf } from "./schema.ts";
import type { Wrong } from "./wrong.ts";

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

function wrongInRequest({ confirmed, each, action, approval }: Extract<Step, { kind: "request" }>, before: ReadonlyMap<string, Step>): readonly Wrong[] {
  const wrong: Wrong[] = [];
  const by = confirmed === undefined ? undefined : before.get(confirmed);
  const isAnalysts = (by?.kind === "question" && by.to === "analyst") || (by?.kind === "decision" && by.by === "analyst");
  if (confirmed !== undefined && !isAnalysts) wrong.push({ path: ["confirmed"], message: `${confirmed} is no earlier question or decision of the analyst: name one, or leave it out and the client is always asked` });
  if (approval.default === "approve" && action !== "collect-logs") wrong.push({ path: ["approval", "default"], message: "nothing that changes something is released because nobody answered: write refuse or do-nothing" });
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

/** Steps that no answers lead to: what their `when` asks for, and those of the steps that these name, cannot all be so. */
function unreached(playbook: Playbook): readonly Wrong[] {
  const byId = new Map(stepsOf(playbook).map((step) => [step.id, step]));
  return placesOf(playbook).flatMap(({ step, path }) => {
    const hindered = [...wantedFor(step, byId)].find(([, outcomes]) => outcomes.length === 0);
    return hindered === undefined ? [] : [{ path: [...path, "when"], message: `no answers lead to ${step.id}: it and the steps that it names ask for different outcomes of ${hindered[0]}` }];
  });
}

/** Step → the outcomes that let this one be reached. */
function wantedFor(step: Step, byId: ReadonlyMap<string, Step>): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, readonly string[]>();
  const add = ({ when = {} }: Step): void => {
    for (const [name, outcomes] of Object.entries(when)) {
      const other = byId.get(name);
      wanted.set(name, wanted.get(name)?.filter((one) => outcomes.includes(one)) ?? outcomes);
      if (other !== undefined) add(other);
    }
  };
  add(step);
  return wanted;
}
