// Rules while they are written, over HTTP: what is wrong with a text, and what it says of events.
import type { z } from "zod";
import { CheckedRule, CheckRule, TestedRule, TestRule } from "../contract/rule-check.ts";
import { TenantPath } from "../contract/shared.ts";
import { type Tried, tryRules, type TryDeps } from "../live/index.ts";
import { checkOwnRule, type CheckedText } from "../rulesets/index.ts";
import type { RouteDeps } from "./deps.ts";
import { about, answers, looksAtNothing, type Routes } from "./routes.ts";

export type RuleCheckDeps = Pick<RouteDeps, "state"> & TryDeps;

// A person reads it; a value of a megabyte is not what they look for.
const VALUE_CHARS = 500;

/** Nothing of these is kept. */
export const ruleCheckRoutes = (deps: RuleCheckDeps): Routes => async (app) => {
  app.post("/v1/tenants/:tenant/own-rules/check", { schema: { ...looksAtNothing(about("own rules", "What is wrong with a text, before it is saved", "rule:read")), params: TenantPath, body: CheckRule, response: answers(CheckedRule) } }, async ({ params, body }) => {
    const { refused, documents, rules } = await checkOwnRule(deps.state, deps.now(), params.tenant, body);
    const sources = new Map(rules.rules.map(({ key, logsource }) => [key, logsource]));
    return {
      refused: refused.map(presentMistake),
      rules: documents.map(({ key, kind, title, level }) => {
        const { product = null, category = null, service = null } = sources.get(key) ?? {};
        return { key, kind, title, level, logsource: sources.has(key) ? { product, category, service } : null };
      }),
    };
  });

  app.post("/v1/tenants/:tenant/own-rules/test", { schema: { ...about("own rules", "What a text says of events and lines, and why", "event:search"), params: TenantPath, body: TestRule, response: answers(TestedRule) } }, async ({ params, body: { text, path, ...rest } }) => {
    const { refused, documents, rules } = await checkOwnRule(deps.state, deps.now(), params.tenant, { text, path });
    const own = new Set(documents.map(({ key }) => key));
    const { tried, gone } = await tryRules(deps, { tenant: params.tenant, rules: rules.rules.filter(({ key }) => own.has(key)), source: undefined, ...rest });
    return { results: tried.map(presentTried), gone: [...gone], refused: refused.map(presentMistake) };
  });
};

const presentMistake = ({ line, column, reason, hint, title }: CheckedText["refused"][number]): z.infer<typeof CheckedRule>["refused"][number] => ({ line, column, reason, hint, title: title ?? null });

const presentTried = ({ id, line, event, rules }: Tried): z.infer<typeof TestedRule>["results"][number] => ({
  event: id ?? null,
  line: line ?? null,
  what: event === undefined ? "" : [event.product, event.channel, event.code].filter((part) => part !== undefined && part !== "").join("/"),
  isRead: event !== undefined && event.product !== "",
  rules: rules.map(({ rule: { key, head }, explanation: { matches, applies, selections } }) => ({
    key, title: head.title, matches, applies,
    selections: selections.map(({ name, holds, items }) => ({ name, holds, items: items.map(({ field, asks, value, holds: isSo }) => ({ field, asks, value: textOf(value), holds: isSo })) })),
  })),
});

function textOf(value: unknown): string | null {
  if (value === undefined) return null;
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return text.length <= VALUE_CHARS ? text : `${text.slice(0, VALUE_CHARS)}…`;
}
