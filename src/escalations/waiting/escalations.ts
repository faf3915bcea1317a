import { readTenant } from "../../store/index.ts";
import { type Escalation, waitsOn } from "../escalation.ts";
import { type ClockedEscalation, listEscalations } from "../read.ts";
import type { Waiting, WaitingSource } from "./waiting.ts";

/** What the client has to say, and what the provider has to answer. */
export const waitingEscalations: WaitingSource = {
  needs: "alert:read",
  read: ({ state, tenant, caller: { now }, limit }) => readTenant(state, tenant, async (db) => (await listEscalations(db, { open: true, limit }, now)).flatMap(waitingFor)),
};

function waitingFor({ escalation, due }: ClockedEscalation): readonly Waiting[] {
  const { id, subject, state, severity, text, question, made, answer, acknowledged, qualified, responded } = escalation;
  const on = waitsOn(state, answer);
  if (on === null) return [];
  const same = { on, subject: { kind: "escalation", id, ref: subject.ref }, severity, team: null, dueAt: due !== null && due.owner === on ? due.dueAt : null };
  if (on === "client") {
    return [...unanswered(escalation), state === "qualified" ? { ...same, verb: "respond", title: `What was done about: ${text.title}`, about: subject.ref, since: qualified?.at ?? made.at } : { ...same, verb: "qualify", title: text.question, about: subject.ref, since: made.at }];
  }
  if (state === "asked") return [{ ...same, verb: "answer", title: question ?? text.question, about: `${subject.ref}: ${text.title}`, since: acknowledged?.at ?? made.at }];
  return [{ ...same, verb: "close", title: text.title, about: subject.ref, since: responded?.at ?? qualified?.at ?? made.at }];
}

/** Of all contacts nobody answered: the provider's service manager calls whoever decides at the client's. */
function unanswered({ id, subject, state, severity, text, made, reminders: { level, nextAt } }: Escalation): readonly Waiting[] {
  if (state !== "made" || level === 0 || nextAt !== null) return [];
  return [{ on: "provider", verb: "call", subject: { kind: "escalation", id, ref: subject.ref }, title: `Nobody at the client's has acknowledged: ${text.title}`, about: `${subject.ref}: all contacts were told; the service manager calls whoever decides`, severity, team: null, since: made.at, dueAt: null }];
}
