import { styleText } from "node:util";
import type { Event, Value } from "../core/index.ts";
import type { Explanation, Rule } from "../detect/index.ts";
import { cut, plain } from "./terminal-text.ts";

/** Tells a person why a rule matches an event or does not. */
export function explainRule(rule: Rule, event: Event, { matches, applies, selections }: Explanation, colours: boolean): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string): string => (colours ? styleText(style, text, { validateStream: false }) : text);
  // Never by colour alone.
  const mark = (holds: boolean): string => (holds ? paint("green", "✓") : paint("red", "✗"));
  const verdict = matches ? paint(["bold", "green"], "MATCHES") : paint(["bold", "red"], "DOES NOT MATCH");
  const head = `${paint("bold", plain(rule.head.title))}\n  ${verdict}  ${plain(whichEvent(event))}\n`;
  if (!applies) return `${head}  The rule is for ${plain(sourceOf(rule))}; the event is ${plain(originOf(event))}.\n\n`;
  const told = selections.map(({ name, holds, items }) => {
    const rows = items.map((item) => {
      const clause = item.field === "keywords" ? `some value ${item.asks}` : `${item.field} ${item.asks}`;
      const value = item.field === "keywords" ? "" : `        ${paint("dim", plain(`it is ${shown(item.value, item.asks)}`))}\n`;
      return `      ${mark(item.holds)} ${plain(clause)}\n${value}`;
    });
    return `  ${mark(holds)} ${paint("bold", plain(name))}\n${rows.join("")}`;
  });
  return `${head}  if ${plain(conditionOf(rule.expression))}\n${told.join("")}\n`;
}

/** Where an event stands, and what wrote it. */
export const whichEvent = (event: Event): string =>
  [`${event.source.path}:${event.source.record}`, event.time, event.host, originOf(event)].filter((part) => part !== undefined).map((part) => cut(String(part), SHOWN)).join("  ");

function originOf({ product, channel, code }: Event): string {
  const parts = [product, channel, code].filter((part) => part !== undefined && part !== "");
  return product === "" ? "of no log source that Vigie knows" : parts.join("/");
}

export const sourceOf = ({ logsource: { product, category, service } }: Rule): string => [product, category, service].filter((part) => part !== undefined).join("/");

/** The condition, as it was understood. */
function conditionOf(expression: Rule["expression"], inside?: "and" | "or" | "not"): string {
  switch (expression.op) {
    case "named": return expression.name;
    case "item": return expression.item.field ?? "keywords";
    case "not": return `not ${conditionOf(expression.arg, "not")}`;
    case "and": case "or": {
      const text = expression.args.map((arg) => conditionOf(arg, expression.op)).join(` ${expression.op} `);
      return inside === undefined || inside === expression.op ? text : `(${text})`;
    }
  }
}

const [SHOWN, AROUND] = [160, 40];

/** A value; of a long one the part around the first of the asked texts. */
function shown(value: Value, asks: string): string {
  if (value === undefined) return "absent";
  // A text as it stands: twice the backslashes would make every path hard to read.
  const text = typeof value === "string" ? `"${value}"` : JSON.stringify(value);
  if (text.length <= SHOWN) return text;
  const folded = text.toLowerCase();
  const places = asks.split(" or ").map((clause) => {
    const literal = /^(?:contains|equals|starts with|ends with) (.+?)(?: \(case counts\))?$/s.exec(clause)?.[1];
    return literal === undefined ? -1 : folded.indexOf(literal.toLowerCase());
  });
  const at = Math.min(...places.filter((place) => place >= 0), folded.length);
  // Nothing of what is asked is there: the end tells why it does not end with it, else the beginning.
  const from = at < folded.length ? Math.max(0, at - AROUND) : asks.startsWith("ends with ") ? text.length - SHOWN : 0;
  const part = text.slice(from, from + SHOWN);
  return `${from > 0 ? "…" : ""}${part}${from + SHOWN < text.length ? "…" : ""} (${text.length} characters)`;
}
