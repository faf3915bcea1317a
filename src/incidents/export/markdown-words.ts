// The words of an incident's export in both languages.
export type ExportLanguage = "en" | "fr";

const EN = {
  category: "Category", severity: "Severity", stage: "Stage", mode: "Mode", tlp: "TLP", pap: "PAP", verdict: "Verdict", none: "nobody has said so", origin: "Origin", occurred: "Happened", detected: "Detected", opened: "Opened", closed: "Closed", aware: "Aware since",
  owners: "In charge", provider: "provider", client: "client", team: "team", system: "platform", by: "by", merged: "Merged into", for: "Made for the side", at: "at",
  description: "Description", impact: "Impact", risk: "Risk", severityReasons: "Why this severity", lessons: "Lessons", closedReason: "Why it is closed", alerts: "Alerts", rules: "Rules", version: "version", sources: "Sources and collectors", events: "Events", detectedAt: "detected", happened: "happened",
  partial: "There are more than these: the platform has the rest.", unlinked: "No longer linked", parts: { asset: "Assets", account: "Accounts", indicator: "Indicators", technique: "Techniques (ATT&CK)", task: "Tasks" },
  removed: "taken out", internal: "internal", done: "done", open: "open", due: "due", files: "Files", clocks: "Clocks", used: "used", withPauses: "with pauses", minutes: "min", related: "Related incidents", thread: "Chronology", written: "written", nothing: "Nothing.", cut: "The chronology is longer: the platform has the rest.",
} as const;

type Words = { readonly [Key in keyof typeof EN]: (typeof EN)[Key] extends string ? string : { readonly [Part in keyof (typeof EN)[Key]]: string } };

const FR: Words = {
  category: "Catégorie", severity: "Gravité", stage: "Étape", mode: "Mode", tlp: "TLP", pap: "PAP", verdict: "Qualification", none: "pas encore qualifié", origin: "Origine", occurred: "Survenu", detected: "Détecté", opened: "Ouvert", closed: "Clos", aware: "Connu de l’organisation depuis",
  owners: "En charge", provider: "prestataire", client: "client", team: "équipe", system: "plateforme", by: "par", merged: "Fusionné dans", for: "Établi pour la partie", at: "le",
  description: "Description", impact: "Impact", risk: "Risque", severityReasons: "Raisons de la gravité", lessons: "Enseignements", closedReason: "Motif de clôture", alerts: "Alertes", rules: "Règles", version: "version", sources: "Sources et collecteurs", events: "Événements", detectedAt: "détecté", happened: "survenu",
  partial: "Il y en a davantage : la plateforme tient le reste.", unlinked: "Ne sont plus liées", parts: { asset: "Équipements", account: "Comptes", indicator: "Indicateurs", technique: "Techniques (ATT&CK)", task: "Tâches" },
  removed: "retiré", internal: "interne", done: "fait", open: "à faire", due: "échéance", files: "Fichiers", clocks: "Délais", used: "consommé", withPauses: "pauses comprises", minutes: "min", related: "Incidents liés", thread: "Chronologie", written: "écrit", nothing: "Néant.", cut: "La chronologie est plus longue : la plateforme tient le reste.",
};

/** The words of a language. */
export const wordsIn = (language: ExportLanguage): Words => (language === "fr" ? FR : EN);
export type ExportWords = Words;
