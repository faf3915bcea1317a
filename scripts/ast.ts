import { parseSync } from "@swc/core";

/** A node of a TypeScript syntax tree, as far as the checks look: its kind, its place and whatever else it has. */
export type Node = { readonly type: string; readonly line: number; readonly [part: string]: unknown };

/** Every node of a source text, parents first; `tsx` for one with elements. Throws on a text that is not TypeScript. */
export function* nodes(text: string, { tsx = false }: { readonly tsx?: boolean } = {}): Generator<Node> {
  const lineOf = lines(text);
  const open: unknown[] = [parseSync(text, { syntax: "typescript", tsx })];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    if ("type" in value && typeof value.type === "string") {
      const span = "span" in value ? (value.span as { start: number }) : undefined;
      yield { ...value, type: value.type, line: lineOf(span?.start ?? 1) };
    }
    const parts: readonly unknown[] = Object.values(value);
    open.push(...parts.toReversed());
  }
}

/** The line of an offset as swc counts it: in bytes of UTF-8, from 1. */
function lines(text: string): (offset: number) => number {
  const lineAt = [1, 1];
  for (const byte of new TextEncoder().encode(text)) lineAt.push(lineAt.at(-1)! + (byte === 10 ? 1 : 0));
  return (offset) => lineAt[offset] ?? 1;
}

/** The name of an identifier node, the name a member access asks for, or "" where there is none. */
export function nameOf(value: unknown): string {
  const node = value as Node | null | undefined;
  if (node?.type === "Identifier") return String(node["value"]);
  if (node?.type === "MemberExpression") return nameOf(node["property"]);
  return "";
}
