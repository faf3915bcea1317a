// Rules put to a few events while somebody writes them, with why each matches or does not.
import type { Event } from "../core/index.ts";
import { compile, type Explanation, type LogSourceMap, type Rule } from "../detect/index.ts";
import type { EventStore } from "../events/index.ts";
import { decodeLine } from "./decode.ts";
import { storedEventOf } from "./rebuild.ts";
import type { Understanding } from "./understanding.ts";

export type TryDeps = { readonly store: Pick<EventStore, "byIds">; readonly understanding: Understanding; readonly logsources: readonly LogSourceMap[]; readonly now: () => Date };

export type Tried = {
  /** Id of a stored event; undefined: a line. */
  readonly id?: string;
  /** Which line, from 0. */
  readonly line?: number;
  /** Undefined: nobody understands it. */
  readonly event: Event | undefined;
  readonly rules: readonly { readonly rule: Rule; readonly explanation: Explanation }[];
};

type Asked = { readonly tenant: string; readonly rules: readonly Rule[]; readonly events: readonly string[]; readonly lines: readonly string[]; readonly source: string | undefined };

const TIMEOUT_MS = 15_000;
// Of lines whose source nobody named: no source is called so.
const UNNAMED = "";

/** Puts rules to stored events and to lines as they would come in; nothing is kept. Events that are gone are told apart. */
export async function tryRules({ store, understanding, logsources, now }: TryDeps, { tenant, rules, events, lines, source }: Asked): Promise<{ readonly tried: readonly Tried[]; readonly gone: readonly string[] }> {
  const matcher = compile(rules, { logsources });
  const explained = (event: Event | undefined): Tried["rules"] => (event === undefined ? [] : rules.map((rule) => ({ rule, explanation: matcher.explain(rule, event) })));
  const rows = events.length === 0 ? [] : (await store.byIds(tenant, events, { timeoutMs: TIMEOUT_MS })).rows;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const stored = events.flatMap((id): Tried[] => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const event = storedEventOf(understanding, { tenant, source: row.source }, decodeLine(row.raw), row.arrivedMs);
    return [{ id, event, rules: explained(event) }];
  });
  const written = lines.map((text, line): Tried => {
    const event = storedEventOf(understanding, { tenant, source: source ?? UNNAMED }, text, now().getTime());
    return { line, event, rules: explained(event) };
  });
  return { tried: [...stored, ...written], gone: events.filter((id) => !byId.has(id)) };
}
