// What stands on what reads well enough, in both schemes (WCAG 2.2, 1.4.3 and 1.4.11).
import { expect, test } from "vitest";
import { SERIES, valueOf, type Scheme, type Severity, type Token } from "./theme.ts";

const SCHEMES: readonly Scheme[] = ["dark", "light"];
const GROUNDS: readonly Token[] = ["canvas", "surface", "raised", "sunken", "hover", "selected"];
const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "informational"];

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const pairs = (tokens: readonly Token[], grounds: readonly Token[], least: number) => SCHEMES.flatMap((scheme) => tokens.flatMap((token) => grounds.map((ground) => ({ scheme, token, ground, least }))));

test.each([
  ...pairs(["text", "text-2", "text-3", "accent"], GROUNDS, 4.5),
  ...pairs(["control"], ["canvas", "surface", "raised"], 3),
  ...pairs(["on-accent"], ["accent"], 4.5),
  ...pairs(["ok"], ["canvas", "surface", "ok-bg"], 4.5),
  ...pairs(["text", "mark-line"], ["mark-bg"], 4.5),
  ...SEVERITIES.flatMap((severity) => [...pairs([severity], ["canvas", "surface", "selected", `${severity}-bg`], 4.5), ...pairs([`${severity}-fill`], ["canvas", "surface"], 3)]),
])("$token reads on $ground in $scheme", ({ scheme, token, ground, least }) => {
  expect(contrast(valueOf(token, scheme), valueOf(ground, scheme))).toBeGreaterThanOrEqual(least);
});

test.each(SCHEMES)("series are seen on the page in %s", (scheme) => {
  for (const colour of SERIES[scheme]) expect(contrast(colour, valueOf("canvas", scheme))).toBeGreaterThanOrEqual(3);
});
