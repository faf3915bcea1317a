// People of a running platform, for the commands about them.
import type { Person, PersonList } from "../contract/people.ts";
import { DomainError } from "../core/index.ts";
import { getAnswer, pathOf, type Platform } from "./platform-client.ts";
import { plain } from "./terminal-text.ts";

const PAGE = 500;

/** All people, or those of an organisation, in the order of their addresses. */
export async function* peopleOf(platform: Platform, tenant?: string): AsyncGenerator<Person> {
  const path = tenant === undefined ? pathOf("people") : pathOf("tenants", tenant, "people");
  for (let after: string | null | undefined; after !== null; ) {
    const query = new URLSearchParams({ limit: String(PAGE), ...(after === undefined ? {} : { after }) });
    const { people, next } = await getAnswer<PersonList>(platform, `${path}?${query.toString()}`);
    yield* people;
    after = next;
  }
}

/** Somebody by their address or id. */
export async function findPerson(platform: Platform, wanted: string, tenant?: string): Promise<Person> {
  const email = wanted.trim().toLowerCase();
  for await (const person of peopleOf(platform, tenant)) if (person.email === email || person.id === wanted) return person;
  throw new DomainError("not_found", `There is nobody with the address or id ${plain(wanted)}${tenant === undefined ? "" : ` in ${plain(tenant)}`}: vigie person list shows who there is.`);
}

/** Roles as a text, `north: security, auditor`. */
export function rolesText({ memberships }: Pick<Person, "memberships">): string {
  const byTenant = Map.groupBy(memberships, ({ tenant }) => tenant);
  return [...byTenant].map(([tenant, held]) => `${tenant === null ? "" : `${plain(tenant)}: `}${held.map(({ role }) => role).join(", ")}`).join("; ");
}
