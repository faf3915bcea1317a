// A source's health as a sentence.
import type { SourceHealth } from "./health.ts";

type Language = "en" | "fr";

/** What a person reads first; `blind` are the rules that nothing else feeds, null where nobody knows. */
export function healthSentence({ state, since, lagP95Ms, unparsed, ahead }: SourceHealth, { blind: rules, maintenanceUntil, nowMs, language }: { readonly blind: number | null; readonly maintenanceUntil: Date | undefined; readonly nowMs: number; readonly language: Language }): string {
  const say = (en: string, fr: string): string => (language === "fr" ? fr : en);
  const blind = rules === null || rules === 0 ? "" : say(` ${rules === 1 ? "One rule is" : `${rules} rules are`} blind.`, ` ${rules === 1 ? "Une règle est aveugle" : `${rules} règles sont aveugles`}.`);
  switch (state) {
    case "maintenance":
      return say(`Work is planned on it until ${utc(maintenanceUntil)}.`, `Des travaux y sont prévus jusqu’au ${utc(maintenanceUntil)}.`);
    case "never":
      return say("Nothing was ever heard of it.", "On ne l’a jamais entendue.");
    case "silent":
      return say(`Silent for ${duration(nowMs - (since?.getTime() ?? nowMs), language)}.`, `Muette depuis ${duration(nowMs - (since?.getTime() ?? nowMs), language)}.`) + blind;
    case "late":
      return lagP95Ms === null || !Number.isFinite(lagP95Ms)
        ? say("Its events come more than a day late.", "Ses événements arrivent avec plus d’un jour de retard.")
        : say(`One event in twenty comes ${duration(LATE_FROM_MS, language)} late or more, up to ${duration(lagP95Ms, language)}.`, `Un événement sur vingt arrive avec au moins ${duration(LATE_FROM_MS, language)} de retard, jusqu’à ${duration(lagP95Ms, language)}.`);
    case "unparsed":
      return say(`${percent(unparsed, language)} of its lines are not understood; they are kept.`, `${percent(unparsed, language)} de ses lignes ne sont pas comprises\u202f; elles sont conservées.`);
    case "clock":
      return say(`Its clock is wrong: ${percent(ahead, language)} of its events come from the future.`, `Son horloge est fausse\u202f: ${percent(ahead, language)} de ses événements viennent du futur.`);
    case "healthy":
      return say("It sends, and is understood.", "Elle envoie, et on la comprend.");
  }
}

const LATE_FROM_MS = 300_000;
const MINUTE_MS = 60_000;

/** At most two units, as people read them. */
function duration(ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60)];
  if (minutes < 60) return `${minutes}\u00a0min`;
  if (days < 2) return `${hours}\u00a0h${minutes % 60 === 0 ? "" : `\u00a0${String(minutes % 60).padStart(2, "0")}`}`;
  return `${days}\u00a0${language === "fr" ? "j" : "d"}${hours % 24 === 0 ? "" : `\u00a0${hours % 24}\u00a0h`}`;
}

const percent = (share: number | null, language: Language): string => `${Math.round((share ?? 0) * 100)}${language === "fr" ? "\u202f" : "\u00a0"}%`;
const utc = (time: Date | undefined): string => (time === undefined ? "" : `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`);
