// Whether the account can do what will be asked of it. iTop does not tell rights: what reads can be tried, what writes cannot.
import { instantIn, RemoteError } from "../../../outbound/index.ts";
import type { Probe } from "../connector.ts";
import { firstTwo, personKey, type There } from "./api.ts";
import type { Person } from "./options.ts";

const AHEAD_MS = 5 * 60_000;

/** Looks at account, organisation, caller, agent, teams, the class and the zone; writes nothing. */
export async function probe(there: There): Promise<Probe> {
  const { itop, options, now } = there;
  const { date } = await itop.run({ operation: "list_operations" });
  const clock = Date.parse(date ?? "");
  const once = (name: string, className: string, key: Readonly<Record<string, string>>, called: string): Promise<Probe["checks"][number]> =>
    check(name, async () => {
      const { length } = await firstTwo(there, className, key);
      return length === 1 ? { ok: true, words: `${called} is there.` } : { ok: false, words: `iTop shows us ${length === 0 ? "no" : "more than one"} ${className} ${called}: name one that the account sees, and that is there once.` };
    });
  const person = (name: string, who: Person) => once(name, "Person", personKey(who), "email" in who ? who.email : `${who.firstName} ${who.name}`);
  const checks = [
    await check("tickets", async () => {
      const { objects: [newest] } = await itop.run({ operation: "core/get", class: options.class, key: `SELECT ${options.class}`, output_fields: ["id", "last_update", ...(options.keyField === null ? [] : [options.keyField])].join(","), limit: 1, page: 1 });
      const at = newest === undefined ? undefined : instantIn(options.zone, String(newest.fields["last_update"]));
      const isAhead = at !== undefined && at.getTime() > now().getTime() + AHEAD_MS;
      return isAhead ? { ok: false, words: `The newest ${options.class} would be of ${at.toISOString()}, which is not yet: ${options.zone} is not the zone of this iTop.` } : { ok: true, words: `The account reads tickets of the class ${options.class}. Whether it may write, a test ticket shows.` };
    }),
    await once("organization", "Organization", { name: options.organization }, options.organization),
    await person("caller", options.caller),
    ...(options.agent === null ? [] : [await person("agent", options.agent)]),
    await check("teams", async () => {
      const { length } = await firstTwo(there, "Team", "SELECT Team");
      return { ok: length > 0, words: length > 0 ? "The account sees teams." : "The account sees no team: requests could go to none." };
    }),
  ];
  return { version: null, account: options.user, skewMs: Number.isNaN(clock) ? null : clock - now().getTime(), checks };
}

async function check(name: string, look: () => Promise<{ readonly ok: boolean; readonly words: string }>): Promise<Probe["checks"][number]> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    if (!(error instanceof RemoteError) || (error.problem !== "forbidden" && error.problem !== "refused")) throw error;
    return { name, ok: false, words: `${error.words} ${error.todo}` };
  }
}
