// Whose turn it is and until when: "Qualify in 18 min", "late 6 min", "waits for the client".
import type { Alert } from "../alert.ts";
import type { Language } from "./language.ts";

export type Turn = { readonly side: "provider" | "client"; readonly phase: string | null; readonly until: Date | null; readonly isLate: boolean; readonly text: string };

const PHASES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { acknowledge: "Acknowledge", qualify: "Qualify" },
  fr: { acknowledge: "Prendre en charge", qualify: "Qualifier" },
};
const WORDS = {
  en: { within: (what: string, span: string) => `${what} in ${span}`, late: (what: string, span: string) => `${what}: late ${span}`, client: "Waits for the client", judged: "Judged: close it, or hand it on", incident: "Handled in its incident", none: "Nothing is due" },
  fr: { within: (what: string, span: string) => `${what} dans ${span}`, late: (what: string, span: string) => `${what} : en retard de ${span}`, client: "Attend le client", judged: "Jugée : à clore ou à transmettre", incident: "Traitée dans son incident", none: "Rien n’est dû" },
} as const;

/** Null: it is closed, and nobody's turn. */
export function turnOf({ status, due, judgement, incident }: Pick<Alert, "status" | "due" | "judgement" | "incident">, now: Date, language: Language): Turn | null {
  const words = WORDS[language];
  if (status === "closed") return null;
  if (status === "escalated" || status === "waiting_client") return { side: "client", phase: null, until: null, isLate: false, text: words.client };
  const at = due?.at ?? null;
  if (due === null || at === null) return { side: "provider", phase: due?.phase ?? null, until: null, isLate: false, text: incident !== null ? words.incident : judgement.verdict !== null ? words.judged : words.none };
  const isLate = at < now;
  const what = PHASES[language][due.phase] ?? due.phase;
  const span = spanOf(Math.abs(at.getTime() - now.getTime()), language);
  return { side: "provider", phase: due.phase, until: at, isLate, text: isLate ? words.late(what, span) : words.within(what, span) };
}

/** A duration in two units at most: 18 min, 3 h 10, 2 d. */
export function spanOf(ms: number, language: Language): string {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} ${language === "fr" ? "j" : "d"}`;
  const rest = minutes % 60;
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
}
