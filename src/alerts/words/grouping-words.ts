// How an alert was grouped, in a sentence that stands on it.
import type { Alert } from "../alert.ts";
import type { Language } from "./language.ts";

const ENTITY = {
  en: { asset: "machine", host: "host", user: "user", address: "address", none: "nothing more" },
  fr: { asset: "machine", host: "hôte", user: "utilisateur", address: "adresse", none: "rien d’autre" },
} as const;

/** "Grouped by rule and host, 1 h window, 3 detections". */
export function groupingSentence({ grouping: { strategy, windowMinutes }, entity, detections, repeated }: Pick<Alert, "grouping" | "entity" | "detections" | "repeated">, language: Language): string {
  const what = ENTITY[language][entity.kind];
  const window = windowMinutes % 60 === 0 ? `${windowMinutes / 60} h` : `${windowMinutes} min`;
  if (language === "fr") {
    const by = { "rule-and-entity": `Groupée par règle et ${what}, fenêtre de ${window}`, "entity-and-time": `Groupée par ${what} et par période fixe de ${window}`, "correlation-chain": `Groupée en chaîne de corrélation, fenêtre de ${window}` }[strategy];
    return `${by}, ${detections} ${detections > 1 ? "détections" : "détection"}${repeated > 0 ? `, dont ${repeated} depuis qu’elle fut jugée sans danger` : ""}.`;
  }
  const by = { "rule-and-entity": `Grouped by rule and ${what}, ${window} window`, "entity-and-time": `Grouped by ${what} and fixed time of ${window}`, "correlation-chain": `Grouped as the chain of a correlation, ${window} window` }[strategy];
  return `${by}, ${detections} ${detections === 1 ? "detection" : "detections"}${repeated > 0 ? `, ${repeated} of them since it was judged harmless` : ""}.`;
}
