// Reads what happened and writes down who is to be told: in one transaction with the place in the outbox.
import type { Links } from "../../escalations/index.ts";
import { namesOfPeople, peopleWithRole } from "../../identity/index.ts";
import { type Fact, readOutbox, type State } from "../../store/index.ts";
import { settingsAt } from "../../tenants/index.ts";
import { insertNotifications } from "../repo.ts";
import { webhooksFor } from "../webhooks/webhooks.ts";
import { type Around, planFor, type Subject } from "./plan.ts";
import { TELLINGS, TOLD_TO_PEOPLE } from "./rules.ts";

/** What a fact is about, read where it is kept; undefined: it is gone, or of no kind that people are told of. */
export type SubjectOf = (tenant: string, fact: Fact) => Promise<Subject | undefined>;

export type PlanOptions = { readonly state: State; readonly now: () => Date; readonly subjectOf: SubjectOf; readonly signer: Links["signer"] };

const AT_ONCE = 200;
const isTold = ({ kind }: Fact): boolean => kind === "escalation.reminded" || Object.hasOwn(TELLINGS, kind) || TOLD_TO_PEOPLE.has(kind);

/** Plans for the next facts; true: there may be more. */
export async function planNext({ state, now, subjectOf, signer }: PlanOptions): Promise<boolean> {
  const read = await readOutbox(state, "notify", AT_ONCE, now(), async (db, facts) => {
    if (!facts.some(isTold)) return;
    const linkTo = await signer();
    const serviceManagers = facts.some(({ details }) => details["to"] === "service-manager") ? await peopleWithRole(db, "service_manager") : [];
    const around = new Map<string, Omit<Around, "linkFor" | "nameOf">>();
    for (const fact of facts) {
      const { tenant } = fact;
      if (tenant === null || !isTold(fact)) continue;
      const subject = await subjectOf(tenant, fact);
      if (subject === undefined) continue;
      const known = around.get(tenant) ?? { settings: (await settingsAt({ ...db, of: tenant }, now())).documents, webhooks: await webhooksFor(db, tenant), serviceManagers, now: now() };
      around.set(tenant, known);
      const people = [...(subject.watchers ?? []), String(fact.details["to"])].flatMap((id) => /^person:(.+)$/.exec(id)?.[1] ?? []);
      const names = TOLD_TO_PEOPLE.has(fact.kind) ? await namesOfPeople(db, people) : new Map<string, string>();
      await insertNotifications(db, tenant, planFor(fact, subject, { ...known, nameOf: (id) => names.get(id.slice("person:".length)), linkFor: (ref, recipient) => linkTo({ tenant, ref, recipient }) }));
    }
  });
  return read === AT_ONCE;
}
