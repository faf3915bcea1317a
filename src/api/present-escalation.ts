import type { z } from "zod";
import type { Escalation, EscalationDraft, EscalationRow } from "../contract/escalations.ts";
import type { Caller } from "../core/index.ts";
import { type ClockedEscalation, type EscalationDraft as Draft, type EscalationText, turnOf, verbsOf, waitsOn } from "../escalations/index.ts";
import { presentClock, presentDue } from "./clocks.ts";
import { iso, isoOrNull } from "./routes.ts";

/** As lists have it: no evidence, no clocks but the next. */
export const presentEscalationRow = ({ escalation: { id, subject, severity, state, text, made, answer }, due }: ClockedEscalation): z.infer<typeof EscalationRow> => ({
  id, subject: { ...subject }, severity, state, title: text.title, question: text.question, madeAt: iso(made.at), madeBy: made.by, answer, waitsOn: waitsOn(state, answer), due: presentDue(due),
});

/** The whole of it, for a side. */
export function presentEscalation(shown: ClockedEscalation, side: Caller["side"]): Escalation {
  const { escalation, clocks } = shown;
  const { text, events, alerts, incident, reached, question, answerWords, response, recipients, reminders, ended } = escalation;
  return {
    ...presentEscalationRow(shown),
    text: presentText(text),
    events: [...events], alerts: [...alerts], incident, reached, openQuestion: question, answerWords, response,
    acknowledged: step(escalation.acknowledged), qualified: step(escalation.qualified), responded: step(escalation.responded), ended: ended === null ? null : { at: iso(ended.at), by: ended.by, words: ended.words },
    recipients: recipients.map(({ contact, name, channel }) => ({ contact, name, channel })), reminders: { level: reminders.level, nextAt: isoOrNull(reminders.nextAt) },
    clocks: clocks.map(presentClock), turn: turnOf(escalation, clocks), verbs: side === "system" ? [] : [...verbsOf(escalation.state, side)],
  };
}

/** What is proposed to be asked. */
export const presentDraft = ({ about, text, events }: Draft): z.infer<typeof EscalationDraft> => ({ about: { ...about }, text: presentText(text), events: [...events] });

type Text = Escalation["text"];

const presentText = ({ moments, speaksFor, speaksAgainst, doFirst, ...text }: EscalationText): Text => ({
  ...text, moments: moments.map((one) => ({ ...one, level: one.level as Text["moments"][number]["level"] })), speaksFor: [...speaksFor], speaksAgainst: [...speaksAgainst], doFirst: [...doFirst],
});

const step = (one: { readonly at: Date; readonly by: string } | null) => (one === null ? null : { at: iso(one.at), by: one.by });
