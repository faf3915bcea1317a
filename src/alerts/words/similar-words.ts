// "This one differs: process.parent.name is cmd.exe, the 7 had VeeamAgent.exe."
import type { Similar } from "../page/similar.ts";
import type { Language } from "./language.ts";

/** Null: nothing differs that the others share. */
export function differenceSentence({ common, differs }: Similar, language: Language): string | null {
  if (common === null || differs.length === 0) return null;
  const parts = differs.map(({ field, here, there }) =>
    language === "fr" ? `${field} ${here === null ? "manque" : `est ${here}`}, les ${common.count} avaient ${there}` : `${field} is ${here ?? "missing"}, the ${common.count} had ${there}`);
  return `${language === "fr" ? "Celle-ci diffère : " : "This one differs: "}${parts.join("; ")}.`;
}
