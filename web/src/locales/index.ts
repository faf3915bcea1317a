// The texts: one file a namespace and language, loaded when a page asks for it.
import i18next, { type BackendModule, type ReadCallback, type ResourceKey } from "i18next";
import { initReactI18next } from "react-i18next";

const LANGUAGES = ["en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

const FILES = import.meta.glob<ResourceKey>("./*/*.json", { import: "default" });

async function load(language: string, namespace: string, done: ReadCallback): Promise<void> {
  try {
    const file = FILES[`./${language}/${namespace}.json`];
    if (file === undefined) throw new Error(`There are no texts ./${language}/${namespace}.json.`);
    done(null, await file());
  } catch (error) {
    done(error as Error, null);
  }
}

const files: BackendModule = { type: "backend", init: () => undefined, read: (language, namespace, done) => void load(language, namespace, done) };

/** The language of the browser until somebody signs in, then the person's. */
export async function startLanguage(): Promise<void> {
  i18next.on("languageChanged", (language) => (document.documentElement.lang = language));
  await i18next
    .use(files)
    .use(initReactI18next)
    .init({
      lng: navigator.language.startsWith("fr") ? "fr" : "en",
      fallbackLng: "en",
      supportedLngs: LANGUAGES,
      ns: ["shell"],
      defaultNS: "shell",
      // React escapes what it shows.
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** The language in which the app speaks now. */
export const languageNow = (): Language => (i18next.language === "fr" ? "fr" : "en");

/** Speaks another language from now on. */
export const speak = async (language: Language): Promise<void> => {
  if (i18next.language !== language) await i18next.changeLanguage(language);
};
