// The events beside the shipped rules, as lines: small, of many technologies, and made to match or nearly match.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";

const RULES = join(import.meta.dirname, "../content/rules");

/** Each a JSON document or a line of text. */
export function shippedRuleEvents(): readonly string[] {
  return globSync(join(RULES, "**/*.events.yml")).toSorted().flatMap((path) => {
    const { match, no_match: noMatch } = load(readFileSync(path, "utf8")) as Record<"match" | "no_match", readonly Record<string, unknown>[]>;
    return [...match, ...noMatch].flatMap(({ event, events, line, lines }) => [event, line, events, lines].flat()).filter((one) => one !== undefined);
  }).map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}

/** The shipped rules as files. */
export const shippedRuleFiles = (): readonly { readonly path: string; readonly text: string }[] =>
  globSync(join(RULES, "**/*.yml")).filter((path) => !path.endsWith(".events.yml")).toSorted().map((path) => ({ path, text: readFileSync(path, "utf8") }));
