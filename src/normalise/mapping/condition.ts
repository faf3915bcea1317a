// `when` of a mapping: what an event's fields must be for a section or a rule to count.
import type { Value } from "../../core/index.ts";
import { compileSource, type Sources } from "./source.ts";
import { MappingProblem, type At } from "./problem.ts";
import type { Get, Scope } from "./scope.ts";
import { flagAt, mapping, onlyKeys, textAt, textsAt } from "./yaml.ts";

/** A condition of one technology; its number is its place in `Scope.asked`, so that each is asked once an event. */
export type Condition = { readonly number: number; readonly test: (scope: Scope) => boolean };

/** Whether it holds; remembered for the rest of the event. */
export function holds({ number, test }: Condition, scope: Scope): boolean {
  const known = scope.asked[number];
  if (known !== 0) return known === 1;
  const result = test(scope);
  scope.asked[number] = result ? 1 : 2;
  return result;
}

type Test = (scope: Scope) => boolean;

/** Compiles a `when`: all of its lines must hold; a list of them means that one must. */
export function compileTest(value: unknown, at: At, sources: Sources): Test {
  if (Array.isArray(value)) {
    if (value.length === 0) throw nothing(at);
    const tests = value.map((item, i) => compileTest(item, [...at, i], sources));
    return (scope) => tests.some((test) => test(scope));
  }
  const lines = mapping(value, at, "when");
  const tests = Object.keys(lines).map((name) => line(name, lines[name], [...at, name], sources));
  if (tests.length === 0) throw nothing(at);
  return tests.length === 1 ? tests[0]! : (scope) => tests.every((test) => test(scope));
}

const nothing = (at: At): MappingProblem => new MappingProblem(at, "asks for nothing", "Write what must hold, such as {status: [401, 403]}, or leave it out.");

function line(name: string, value: unknown, at: At, sources: Sources): Test {
  if (name === "any") return compileTest(value, at, sources);
  if (name === "not") {
    const test = compileTest(value, at, sources);
    return (scope) => !test(scope);
  }
  const get = compileSource(name, at, sources);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return oneOf(get, textsAt({ is: value }, "is", at) ?? []);
  const wanted = mapping(value, at, name);
  onlyKeys(wanted, at, ["present", "contains", "prefix", "suffix", "above", "below", "is", "same_as"]);
  if (Object.keys(wanted).length === 0) throw nothing(at);
  const tests = Object.keys(wanted).map((kind) => (kind === "same_as" ? sameAs(get, compileSource(textAt(wanted, kind, at) ?? "", [...at, kind], sources)) : comparison(get, kind, wanted, at)));
  return (scope) => tests.every((test) => test(scope));
}

function comparison(get: Get, kind: string, wanted: { readonly [key: string]: unknown }, at: At): Test {
  if (kind === "present") {
    const isWanted = flagAt(wanted, kind, at);
    return (scope) => (get(scope) !== undefined) === isWanted;
  }
  if (kind === "above" || kind === "below") {
    const limit = Number(textAt(wanted, kind, at));
    if (Number.isNaN(limit)) throw new MappingProblem([...at, kind], `${kind} wants a number`, "Write a number.");
    return (scope) => {
      const value = get(scope);
      const number = typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
      return kind === "above" ? number > limit : number < limit;
    };
  }
  const texts = (textsAt(wanted, kind, at) ?? []).map((text) => text.toLowerCase());
  if (kind === "is") return oneOf(get, texts);
  const fits = kind === "contains" ? (text: string, part: string) => text.includes(part) : kind === "prefix" ? (text: string, part: string) => text.startsWith(part) : (text: string, part: string) => text.endsWith(part);
  return (scope) => someText(get(scope), (text) => texts.some((part) => fits(text, part)));
}

/** Whether another name has the same value; not, where both have none. */
function sameAs(get: Get, other: Get): Test {
  return (scope) => {
    const value = textOf(get(scope));
    return value !== undefined && value === textOf(other(scope));
  };
}

const textOf = (value: Value): string | undefined => (typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined);

function oneOf(get: Get, texts: readonly string[]): Test {
  const set = new Set(texts.map((text) => text.toLowerCase()));
  return (scope) => {
    const value = get(scope);
    // The nearest way first: most conditions ask for a number or a lower-case word.
    return typeof value === "string" ? set.has(value) || set.has(value.toLowerCase()) : someText(value, (text) => set.has(text));
  };
}

function someText(value: Value, test: (text: string) => boolean): boolean {
  if (Array.isArray(value)) return (value as readonly Value[]).some((item) => someText(item, test));
  if (typeof value === "string") return test(value.toLowerCase());
  return (typeof value === "number" || typeof value === "boolean") && test(String(value));
}
