// What to do with the events of one technology, channel and code: the sections that are for them, turned from "rules by
// section" to "rules by ECS field", so that an event costs what its own fields cost.
import { converter, type Convert, type Converted } from "./convert.ts";
import { holds, type Condition } from "./condition.ts";
import { derivations } from "./derive.ts";
import { ecsType, isList, keepsRepeats } from "./ecs-fields.ts";
import type { Extract } from "./extract.ts";
import { HOT_FIELDS, type HotValues } from "../hot-fields.ts";
import type { Draft, Event } from "../../core/index.ts";
import type { Scope } from "./scope.ts";
import { valueOf, type Candidate, type Derived, type Target, type Watch } from "./target.ts";
import type { Section, Technology } from "./technology.ts";

export type Plan = {
  readonly technology: Technology;
  readonly extracts: readonly { readonly when: Condition | undefined; readonly extract: readonly Extract[] }[];
  readonly targets: readonly Target[];
  readonly hot: readonly { readonly place: number; readonly target: Target; readonly list: boolean }[];
};

/** The plan for events of the channel and code, both in lower case. */
export function makePlan(technology: Technology, channel: string, code: string): Plan {
  const sections = technology.sections.filter((section) => isFor(section, { channel, code }));
  const candidates = new Map<string, Candidate[]>();
  // Later sections are more specific: their rules are asked first.
  for (const { fields, when } of sections.toReversed()) {
    for (const [name, rules] of fields) {
      const known = candidates.get(name) ?? [];
      candidates.set(name, known);
      const convert = converterOf(name);
      known.push(...rules.map((rule) => ({ rule, when, fixed: rule.constant === undefined ? undefined : convert(rule.constant) })));
    }
  }
  const targets = new Map<string, Target>();
  for (const [name, list] of candidates) targets.set(name, target(name, list, undefined));
  const asked = new Set(sections.flatMap(({ derive }) => derive));
  // Each is added before the next is made: some follow from one that was made itself.
  for (const [name, derived] of derivations(targets, asked)) targets.set(name, target(name, candidates.get(name) ?? [], derived));
  ruleOutcome(targets);
  const hot = HOT_FIELDS.flatMap(({ name, list }, place) => {
    const found = targets.get(name);
    return found === undefined ? [] : [{ place, target: found, list: list === true }];
  });
  return { technology, extracts: sections.filter(({ extract }) => extract.length > 0), targets: [...targets.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1)), hot };
}

/** Decided once for all vendors: who asks for what is denied fails, and has success with what is allowed. */
function ruleOutcome(targets: Map<string, Target>): void {
  const types = targets.get("event.type");
  if (types === undefined) return;
  const outcome = targets.get("event.outcome") ?? target("event.outcome", [], undefined);
  const value = askedOnce(types);
  targets.set("event.type", { ...types, ruling: value });
  targets.set("event.outcome", { ...outcome, ruling: (scope, watch) => (has(value(scope, watch), "denied") ? "failure" : undefined), derived: (scope, watch) => (has(value(scope, watch), "allowed") ? "success" : undefined) });
}

/** The target's value, found once for each reading of an event: each has a watch of its own. */
function askedOnce(asked: Target): Derived {
  let known: Watch | undefined;
  let value: Converted | undefined;
  return (scope, watch) => {
    if (watch === known) return value;
    value = valueOf(asked, scope, watch);
    known = watch;
    return value;
  };
}

const has = (value: Converted | undefined, type: string): boolean => (Array.isArray(value) ? value.includes(type) : value === type);

const converterOf = (name: string): Convert => converter(ecsType(name), isList(name), keepsRepeats(name));

/** Whether the section names the channel and code, or none; whatever its condition. */
export const isFor = ({ channels, codes }: Pick<Section, "channels" | "codes">, { channel, code = "" }: Pick<Event, "channel" | "code">): boolean => names(channels, channel.toLowerCase()) && names(codes, String(code).toLowerCase());

const names = (set: ReadonlySet<string> | undefined, value: string): boolean => set === undefined || set.has(value);

function target(name: string, candidates: readonly Candidate[], derived: Derived | undefined): Target {
  return { name, path: name.split("."), convert: converterOf(name), candidates, derived };
}

/** Takes apart what the sections' extract steps name; the scope then holds native and extracted fields. */
export function runExtracts({ extracts }: Plan, scope: Scope): void {
  if (extracts.length === 0) return;
  const native = scope.fields;
  const draft: Draft = { ...native };
  scope.fields = draft;
  for (const { when, extract } of extracts) {
    if (when !== undefined && !holds(when, scope)) continue;
    for (const one of extract) one(scope, draft, native);
  }
}

/** Writes the plan's hot fields into `out`, all others of it are left as they are; gives the names of those whose value has the wrong type. */
export function fillHot({ hot }: Plan, scope: Scope, out: HotValues): readonly string[] {
  const watch = new ClashWatch();
  for (const { place, target: asked, list } of hot) {
    const value = valueOf(asked, scope, watch);
    if (value !== undefined) out[place] = hotValue(value, list);
  }
  return watch.names ?? NO_NAMES;
}

const NO_NAMES: readonly string[] = [];

/** Holds the names of the fields whose values clash, which hardly any event has. */
class ClashWatch {
  names: string[] | undefined;

  used(): void {}

  clashed({ name }: Target): void {
    this.names ??= [];
    if (!this.names.includes(name)) this.names.push(name);
  }
}

/** A converted value as a column takes it: the first of several where the column has one. */
function hotValue(value: Converted, list: boolean): HotValues[number] {
  if (typeof value === "string") return list ? [value] : value;
  if (Array.isArray(value)) {
    if (list && (value as readonly Converted[]).every((one) => typeof one === "string")) return value as readonly string[];
    const scalars = (value as readonly Converted[]).filter((one) => typeof one === "string" || typeof one === "number");
    if (!list) return scalars[0];
    return scalars.length === 0 ? undefined : scalars.map(String);
  }
  if (typeof value === "boolean") return String(value);
  if (typeof value === "object") return undefined;
  return list ? [String(value)] : value;
}
