/** The languages that sentences are made in. */
const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];
