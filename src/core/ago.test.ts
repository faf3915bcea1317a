import { expect, test } from "vitest";
import { ago } from "./ago.ts";

test.each([[0, "less than a minute"], [119 * 60_000, "119 min"], [3 * 3_600_000, "3 h"], [5 * 86_400_000, "5 days"], [-5, "less than a minute"]])("%d ms ago", (ms, words) => expect(ago(ms)).toBe(words));
