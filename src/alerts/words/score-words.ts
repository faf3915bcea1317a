// The parts of a score as a sentence: "High rule 60, on a domain controller +18, by a privileged account +8."
import type { Level } from "../level.ts";
import type { ScoreFacts } from "../score/facts.ts";
import { LEVEL_OF_UNNAMED, partsOf, type ScorePart } from "../score/score.ts";
import type { Language } from "./language.ts";

/** What is said of a part, and its points. */
export type SaidPart = ScorePart & { readonly text: string };

type Words = {
  readonly rule: Readonly<Record<Level, string>>;
  readonly unnamed: string;
  readonly place: Readonly<Record<NonNullable<ScoreFacts["place"]>, string>>;
  readonly criticality: readonly string[];
  readonly plain: Readonly<Record<"privileged" | "exposed" | "indicator" | "first" | "most", string>>;
  readonly many: (detections: string) => string;
  readonly weakness: (word: string) => string;
  readonly locale: string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    rule: { informational: "Informational rule", low: "Low rule", medium: "Medium rule", high: "High rule", critical: "Critical rule" },
    unnamed: "Rule that names no level",
    place: { "domain-controller": "on a domain controller", server: "on a server", workstation: "on a workstation", network_device: "on a network device", machine: "on a machine" },
    criticality: ["", "", "of normal criticality", "of high criticality", "of critical importance"],
    plain: { privileged: "by a privileged account", exposed: "exposed to the internet", indicator: "matches an indicator", first: "first time here in 90 days", most: "a score ends at 100" },
    many: (detections) => `${detections} detections`,
    weakness: (word) => `marked ${word} in the CMDB`,
    locale: "en",
  },
  fr: {
    rule: { informational: "Règle informative", low: "Règle faible", medium: "Règle moyenne", high: "Règle élevée", critical: "Règle critique" },
    unnamed: "Règle sans niveau",
    place: { "domain-controller": "sur un contrôleur de domaine", server: "sur un serveur", workstation: "sur un poste de travail", network_device: "sur un équipement réseau", machine: "sur une machine" },
    criticality: ["", "", "de criticité normale", "de criticité élevée", "d’importance critique"],
    plain: { privileged: "par un compte à privilèges", exposed: "exposée à internet", indicator: "correspond à un indicateur", first: "première fois ici en 90 jours", most: "un score s’arrête à 100" },
    many: (detections) => `${detections} détections`,
    weakness: (word) => `marquée « ${word} » dans la CMDB`,
    locale: "fr",
  },
};

/** Each part with its words. */
export function saidParts(facts: ScoreFacts, detections: number, language: Language): readonly SaidPart[] {
  return partsOf(facts, detections).map((part) => ({ ...part, text: textOf(part, facts, detections, WORDS[language]) }));
}

/** The parts as one sentence. */
export const scoreSentence = (facts: ScoreFacts, detections: number, language: Language): string =>
  `${saidParts(facts, detections, language).map(({ part, text, points }) => `${text} ${part === "rule" ? "" : points < 0 ? "−" : "+"}${Math.abs(points)}`).join(", ")}.`;

function textOf({ part }: ScorePart, facts: ScoreFacts, detections: number, words: Words): string {
  if (part === "rule") return facts.level === null ? `${words.unnamed} (${words.rule[LEVEL_OF_UNNAMED].toLowerCase()})` : words.rule[facts.level];
  if (part === "asset") return facts.place === "domain-controller" ? words.place[facts.place] : `${words.place[facts.place ?? "machine"]} ${words.criticality[facts.criticality] ?? ""}`;
  if (part === "many") return words.many(new Intl.NumberFormat(words.locale).format(detections));
  if (part === "weakness") return words.weakness(facts.weakness ?? "");
  return words.plain[part];
}
