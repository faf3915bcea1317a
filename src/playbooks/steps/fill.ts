// Queries with what is known of the incident. Values come from people and from logs: each is quoted, so that none is read as a part of the query. Pure.

/** What stands in braces in a query of a playbook. */
export const PLACEHOLDERS = ["assets", "accounts", "addresses", "domains", "hashes", "files", "senders"] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

export type Values = Readonly<Partial<Record<Placeholder, readonly string[]>>>;

/** `query` is null while something that it needs is not known: `missing`. */
export type FilledQuery = { readonly query: string | null; readonly missing: readonly Placeholder[] };

// A query has at most 500 terms; what goes beyond this is for an indicator search.
const MOST = 50;

/** `host.name: {assets}` → `host.name: ("PC-1" or "PC-2")`. */
export function fillQuery(query: string, values: Values): FilledQuery {
  const needed = PLACEHOLDERS.filter((name) => query.includes(`{${name}}`));
  const missing = needed.filter((name) => (values[name] ?? []).length === 0);
  if (missing.length > 0) return { query: null, missing };
  return { query: query.replaceAll(/\{([a-z]+)\}/g, (written, name: string) => (isPlaceholder(name) ? anyOf(values[name] ?? []) : written)), missing: [] };
}

const isPlaceholder = (name: string): name is Placeholder => (PLACEHOLDERS as readonly string[]).includes(name);
const anyOf = (values: readonly string[]): string => `(${[...new Set(values)].slice(0, MOST).map(quoted).join(" or ")})`;
const quoted = (value: string): string => `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
