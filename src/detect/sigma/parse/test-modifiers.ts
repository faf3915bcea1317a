// Modifiers whose result is a test of its own: regular expressions, networks, presence, numbers and times.
import { mask, parseNetwork, showNetwork } from "../values/ip.ts";
import { TIME_RANGES, type Comparison, type TimePart } from "../values/value-test.ts";
import { ModifierError, type Context, type Draft, type Scalar, type Step } from "./draft.ts";

export function regex(draft: Draft, { before }: Context): Draft {
  if (before.length === 0 && draft.form === "plain" && draft.value !== null) return { form: "regex", source: String(draft.value), flags: "" };
  throw new ModifierError("re must be the first modifier and needs a text", 'Write "field|re", or "field|re|i"; it searches anywhere in the value.');
}

export function flag(name: string): Step {
  return (draft) => {
    if (draft.form === "regex") return { ...draft, flags: draft.flags + name };
    throw new ModifierError(`"${name}" belongs behind re`, `Write "field|re|${name}".`);
  };
}

export function cidr(draft: Draft, { before }: Context): Draft {
  if (before.length > 0 || draft.form !== "plain" || typeof draft.value !== "string") throw new ModifierError("cidr must be the first modifier and needs a network", 'Write "field|cidr: 10.0.0.0/8", or "fe80::/10".');
  const network = parseNetwork(draft.value);
  const shown = `"${draft.value.slice(0, 60)}"`;
  if (network === undefined) throw new ModifierError(`${shown} is no network`, 'Write an address and how many of its bits are the network\'s, such as "10.0.0.0/8" or "fe80::/10".');
  const masked = mask(network);
  if (masked.value !== network.value) throw new ModifierError(`${shown} has bits behind its prefix`, `Write "${showNetwork(masked)}" if you mean the network, or the address alone.`);
  return { form: "done", test: { kind: "cidr", network } };
}

export function exists(draft: Draft, { before }: Context): Draft {
  if (before.length > 0 || draft.form !== "plain" || typeof draft.value !== "boolean") throw new ModifierError("exists stands alone and needs true or false", 'Write "field|exists: true".');
  return { form: "done", test: { kind: "exists", want: draft.value } };
}

export function comparison(op: Comparison): Step {
  return (draft) => {
    const value = draft.form === "time" ? draft.value : draft.form === "plain" ? number(draft.value) : NaN;
    if (Number.isNaN(value)) throw new ModifierError(`${op} needs a number`, `Write "field|${op}: 10", or put ${op} behind a time modifier.`);
    return { form: "done", test: { kind: "compare", op, than: value, ...(draft.form === "time" ? { part: draft.part } : {}) } };
  };
}

export function time(part: TimePart): Step {
  return (draft, { before }) => {
    const value = before.length === 0 && draft.form === "plain" ? number(draft.value) : NaN;
    if (Number.isNaN(value)) throw new ModifierError(`${part} must be the first modifier and needs a number`, `Write "field|${part}: 10" or "field|${part}|gte: 10".`);
    const [first, last] = TIME_RANGES[part];
    if (!Number.isInteger(value) || value < first || value > last) throw new ModifierError(`no ${part} is ${value}`, `Write a whole number from ${first} to ${last}; the parts are those of UTC.`);
    return { form: "time", part, value };
  };
}

const number = (value: Scalar): number => (typeof value === "number" ? value : typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value) ? Number(value) : NaN);
