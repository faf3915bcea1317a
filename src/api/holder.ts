// Somebody to whom work is given.
import { DomainError } from "../core/index.ts";
import { getPerson, isProviderRole } from "../identity/index.ts";
import type { State } from "../store/index.ts";

/** The person of this id, if they work for the provider or in all of these organisations, and can sign in. */
export async function holderNamed(state: State, id: string, among: readonly string[], side?: "provider" | "client"): Promise<{ readonly id: string; readonly who: string }> {
  const person = await getPerson(state, id);
  const isProvider = person.memberships.some(({ tenant, role }) => tenant === null && isProviderRole(role));
  const isTheirs = among.every((tenant) => person.memberships.some((one) => one.tenant === tenant));
  const isRight = side === undefined ? isProvider || isTheirs : side === "provider" ? isProvider : isTheirs;
  if (!isRight) throw new DomainError("not_found", `There is no person ${id} here${side === undefined ? "" : ` on the ${side}'s side`}.`);
  if (person.disabledAt !== null) throw new DomainError("conflict", `${person.name} is disabled: assign it to somebody who can sign in.`);
  return { id: `person:${person.id}`, who: person.name };
}
