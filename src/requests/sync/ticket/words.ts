// What stands in a ticket, from what may leave the platform. Pure.
import type { DeliverySheet } from "../../delivery/sheet.ts";
import type { Block, Doc } from "../../connectors/text/doc.ts";

type Language = "en" | "fr";

const WORDS = {
  en: {
    bare: "The SOC asks you to do something. What and where stands in the portal.", what: "What to do", on: "On", where: "Where", care: "Mind", proof: "How it is seen to be done", asks: "Asked by the SOC for the incident", severity: "Severity", portal: "In the portal",
    unsaid: "There is a new message in the portal.", done: "When it is done, set this ticket to resolved; the SOC looks at events whether it is. Ask here if something is unclear.",
    title: "Request of the SOC", soc: "SOC", client: "portal", file: "A file was added in the portal that is too large for here", again: "Made anew: the ticket before is over", handedOn: "Handed on to another team; nobody has to do anything here any more. It is with",
  },
  fr: {
    bare: "Le SOC vous demande une action. Quoi et où : voir le portail.", what: "Ce qu’il faut faire", on: "Sur", where: "Où", care: "Attention", proof: "Comment cela se vérifie", asks: "Demandé par le SOC pour l’incident", severity: "Gravité", portal: "Dans le portail",
    unsaid: "Il y a un nouveau message dans le portail.", done: "Une fois fait, passez ce ticket à résolu ; le SOC vérifie par les événements. Posez ici vos questions.",
    title: "Demande du SOC", soc: "SOC", client: "portail", file: "Un fichier trop grand pour être joint ici a été ajouté dans le portail", again: "Refait : le ticket précédent est terminé", handedOn: "Transmis à une autre équipe ; plus rien à faire ici. La demande est chez",
  },
} as const;

/** The title, with our key in it. */
export const titleOfTicket = (sheet: Pick<DeliverySheet, "title">, key: string, language: Language): string => `[${key}] ${sheet.title ?? WORDS[language].title}`;

/** The text of a ticket; `link` leads to the request in the portal, whose page asks who reads. */
export function textOfTicket(sheet: DeliverySheet, language: Language, link: string, after: string | null): Doc {
  const words = WORDS[language];
  const text = (said: string): Block => ({ kind: "text", text: said });
  const list = (heading: string, items: readonly string[], isOrdered: boolean): readonly Block[] => (items.length === 0 ? [] : [{ kind: "heading", text: heading }, { kind: "list", items, isOrdered }]);
  const facts = [
    sheet.target === null ? undefined : `${words.on}: ${sheet.target}`, sheet.place === null ? undefined : `${words.where}: ${sheet.place}`, sheet.care === null ? undefined : `${words.care}: ${sheet.care}`,
    sheet.severity === null ? undefined : `${words.severity}: ${sheet.severity}`, sheet.incident === null ? undefined : `${words.asks} ${sheet.incident}`,
  ].filter((fact) => fact !== undefined);
  return [
    ...(after === null ? [] : [text(`${words.again}: ${after}`)]),
    ...(sheet.title === null ? [text(words.bare)] : [text(sheet.title)]),
    ...(facts.length === 0 ? [] : [text(facts.join("\n"))]),
    ...list(words.what, sheet.steps, true),
    ...list(words.proof, sheet.proofs, false),
    text(words.done),
    text(`${words.portal}: ${link}`),
  ];
}

/** A comment of ours: who says it, what, and the key by which it is known again. Null: it may not leave, and stays in the portal. */
export function commentText({ who, side, text, key, language, link }: { readonly who: string; readonly side: "provider" | "client" | "system"; readonly text: string | null; readonly key: string; readonly language: Language; readonly link: string }): string {
  const words = WORDS[language];
  const party = side === "client" ? words.client : words.soc;
  // Where words may not leave, names do not either.
  return `${text === null ? party : `${who} (${party})`}:\n\n${text ?? `${words.unsaid} ${link}`}\n\n— ${key}`;
}

/** What is said in place of a file that is too large. */
export const tooLargeText = (name: string, language: Language): string => `${WORDS[language].file}: ${name}`;

/** What is said in a ticket whose request another team has. */
export const handedOnText = (team: string | null, language: Language): string => `${WORDS[language].handedOn}: ${team ?? "—"}.`;

// Systems keep the words of a text, and little else: signs of their markup, lines and spaces come back as they like.
const bare = (text: string): string => text.normalize("NFKC").replace(/[^\p{L}\p{N}]+/gu, "");

/** Whether a comment that is there is the one that we wrote: it begins and ends as ours. An answer that quotes ours does not. */
export function isOurs(there: string, ours: string): boolean {
  const [theirs, own] = [bare(there), bare(ours)];
  if (own === "" || theirs === "") return false;
  if (theirs === own) return true;
  // Some systems cut what is long, or put a line of their own in between.
  const key = bare(ours.slice(ours.lastIndexOf("\n")));
  const first = bare(ours.slice(0, ours.indexOf("\n") + 1));
  return theirs.startsWith(first) && theirs.endsWith(key) && theirs.length <= own.length * 1.2 + 20;
}
