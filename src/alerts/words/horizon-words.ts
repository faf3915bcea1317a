// "412 detections in 24 h → 96 alerts · 291 kept below the line: 248 exceptions, 36 duplicates, 7 maintenance"
import type { SuppressionKind } from "../suppress/suppressed.ts";
import type { Language } from "./language.ts";

export type Sum = { readonly hours: number; readonly detections: number; readonly alerts: number; readonly suppressed: Readonly<Record<SuppressionKind, number>> };

type Words = {
  readonly detections: (n: string, one: boolean, hours: number) => string;
  readonly alerts: (n: string, one: boolean) => string;
  readonly below: (n: string) => string;
  readonly none: string;
  readonly kinds: Readonly<Record<SuppressionKind, readonly [one: string, several: string]>>;
  readonly colon: string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    detections: (n, one, hours) => `${n} ${one ? "detection" : "detections"} in ${hours} h`, alerts: (n, one) => `${n} ${one ? "alert" : "alerts"}`, below: (n) => `${n} kept below the line`, none: "nothing kept below the line",
    kinds: { exception: ["exception", "exceptions"], duplicate: ["duplicate", "duplicates"], maintenance: ["maintenance", "maintenance"], "rate-limit": ["over the rate limit", "over the rate limit"] }, colon: ": ",
  },
  fr: {
    detections: (n, one, hours) => `${n} ${one ? "détection" : "détections"} en ${hours} h`, alerts: (n, one) => `${n} ${one ? "alerte" : "alertes"}`, below: (n) => `${n} gardées sous la ligne`, none: "rien sous la ligne",
    kinds: { exception: ["exception", "exceptions"], duplicate: ["doublon", "doublons"], maintenance: ["maintenance", "maintenances"], "rate-limit": ["au-delà du débit admis", "au-delà du débit admis"] }, colon: " : ",
  },
};

const ORDER = ["exception", "duplicate", "maintenance", "rate-limit"] as const satisfies readonly SuppressionKind[];

/** The sum of a horizon in words. */
export function horizonSentence({ hours, detections, alerts, suppressed }: Sum, language: Language): string {
  const words = WORDS[language];
  const shown = new Intl.NumberFormat(language);
  const kept = ORDER.filter((kind) => suppressed[kind] > 0).map((kind) => `${shown.format(suppressed[kind])} ${words.kinds[kind][suppressed[kind] === 1 ? 0 : 1]}`);
  const sum = ORDER.reduce((n, kind) => n + suppressed[kind], 0);
  const below = sum === 0 ? words.none : `${words.below(shown.format(sum))}${words.colon}${kept.join(", ")}`;
  return `${words.detections(shown.format(detections), detections === 1, hours)} → ${words.alerts(shown.format(alerts), alerts === 1)} · ${below}`;
}
