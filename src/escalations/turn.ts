// Whose turn it is, and what of the time is used: a sentence in both languages.
import type { Reading } from "../clocks/index.ts";
import { type Escalation, waitsOn } from "./escalation.ts";

export type Sentence = { readonly en: string; readonly fr: string };

/** The sentence under the clock: `26 of 60 min of the client's time are used.` */
export function turnOf(escalation: Escalation, clocks: readonly Reading[]): Sentence {
  const side = waitsOn(escalation.state, escalation.answer);
  if (side === null) return { en: "Nobody has to do anything any more.", fr: "Plus rien n’est attendu de personne." };
  const whose = side === "client" ? { en: "It is the client’s turn.", fr: "C’est au client." } : { en: "It is the provider’s turn.", fr: "C’est au prestataire." };
  const clock = clocks.find(({ owner, stoppedAt }) => owner === side && stoppedAt === null);
  const held = clocks.find(({ state }) => state === "paused");
  const parts = [whose, ...(clock === undefined ? [] : [usedOf(clock)]), ...(held === undefined ? [] : [HELD])];
  return { en: parts.map(({ en }) => en).join(" "), fr: parts.map(({ fr }) => fr).join(" ") };
}

const HELD: Sentence = { en: "The client’s clock stands meanwhile.", fr: "L’horloge du client est arrêtée entre-temps." };

function usedOf({ usedMinutes, targetMinutes, lateMinutes, state }: Reading): Sentence {
  if (state === "late") return { en: `It is ${spell(lateMinutes, "en")} late.`, fr: `Retard : ${spell(lateMinutes, "fr")}.` };
  return { en: `${spell(usedMinutes, "en")} of ${spell(targetMinutes, "en")} are used.`, fr: `${spell(usedMinutes, "fr")} sur ${spell(targetMinutes, "fr")} sont écoulées.` };
}

const DAY = 1440;

/** At most two units: 18 min, 3 h 10, 2 d 4 h. */
function spell(minutes: number, language: "en" | "fr"): string {
  const whole = Math.floor(minutes);
  const [days, hours, rest] = [Math.floor(whole / DAY), Math.floor((whole % DAY) / 60), whole % 60];
  if (days > 0) return `${days} ${language === "en" ? "d" : "j"}${hours === 0 ? "" : ` ${hours} h`}`;
  return hours > 0 ? `${hours} h${rest === 0 ? "" : ` ${String(rest).padStart(2, "0")}`}` : `${rest} min`;
}
