// What is written into iTop: tickets, fields, log entries and steps of the life cycle.
import { notAccepted, oqlText, RemoteError } from "../../../outbound/index.ts";
import type { CommentVisibility, KeyFound, NewTicket, TicketChange } from "../connector.ts";
import { htmlOf, htmlOfText } from "../text/html.ts";
import { bare, entriesOf, firstTwo, numberOf, personKey, type There, type TicketFields, ticketAt } from "./api.ts";
import { ASSIGNED, stimuliBetween, urgencyOf } from "./life.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Finds a ticket by the key at the start of its title, or in the field that an extension added. The eldest, where people copied it. */
export async function findByKey({ itop, options }: There, key: string): Promise<KeyFound> {
  const { keyField } = options;
  const query = (where: string): string => `SELECT ${options.class} WHERE ${where}`;
  const carries = (fields: Fields): boolean => String(fields["title"]).startsWith(`[${key}]`) || (keyField !== null && fields[keyField] === key);
  // "_" and "%" stand for others in LIKE; keys have neither.
  for (const where of [...(keyField === null ? [] : [`${keyField} = ${oqlText(key)}`]), `title LIKE ${oqlText(`[${key}]%`)}`]) {
    const objects = await itop.list({ class: options.class, key: query(where), output_fields: ["id", "title", ...(keyField === null ? [] : [keyField])].join(","), most: 1_000 });
    const [eldest] = objects.filter(({ fields }) => carries(fields)).map((one) => Number(one.key)).toSorted((one, other) => one - other);
    if (eldest !== undefined) return { found: "yes", id: String(eldest) };
  }
  return { found: "no" };
}

/** Makes a ticket. iTop can fail at what follows a creation, such as a mail, and have created all the same: then it is looked for. */
export async function create(there: There, { key, title, text, queue, priority, asset }: NewTicket): Promise<string> {
  const { itop, options } = there;
  const urgency = priority === null ? {} : urgencyOf(priority);
  if (urgency === undefined) throw notAccepted(`iTop has the priorities 1 to 4, and no ${priority}.`, "Map severities to 1 (critical) … 4 (low) under \"priorities\" of the connector.");
  const fields = {
    ...options.fields, org_id: { name: options.organization }, caller_id: personKey(options.caller), title, description: htmlOf(text), ...urgency,
    ...(options.origin === null ? {} : { origin: options.origin }), ...(queue === null ? {} : { team_id: { name: queue } }), ...(options.keyField === null ? {} : { [options.keyField]: key }), ...(await linked(there, asset)),
  };
  try {
    const { objects: [made] } = await itop.run({ operation: "core/create", comment: key, class: options.class, fields, output_fields: "id,ref,status,priority,last_update" });
    if (made !== undefined) return made.key;
    throw new RemoteError({ problem: "garbage", words: "core/create answered well, without a ticket.", arrived: "maybe" });
  } catch (error) {
    if (!(error instanceof RemoteError) || (error.problem !== "refused" && error.problem !== "garbage")) throw error;
    const found = await findByKey(there, key).catch(() => undefined);
    if (found?.found === "yes") return found.id;
    // Who could not look does not know.
    throw found?.found === "no" ? error : new RemoteError({ ...error, words: error.words, arrived: "maybe" });
  }
}

/** The asset, if it is one thing there: a query that finds none or several would fail the whole ticket. */
async function linked(there: There, asset: string | null): Promise<Fields> {
  if (asset === null) return {};
  const key = `SELECT FunctionalCI WHERE name = ${oqlText(asset)}`;
  const found = await firstTwo(there, "FunctionalCI", key).catch((error: unknown) => {
    if (error instanceof RemoteError && error.isLasting) return [];
    throw error;
  });
  return found.length === 1 ? { functionalcis_list: [{ functionalci_id: Number(found[0]?.key) }] } : {};
}

async function mustBe(there: There, id: string): Promise<TicketFields> {
  const ticket = await ticketAt(there, id);
  if (ticket === undefined) throw new RemoteError({ problem: "not_found", words: `There is no ${there.options.class} ${id}.`, arrived: "no" });
  return ticket;
}

/** Changes fields. Another team of a ticket that is worked on is a step of the life cycle. */
export async function update(there: There, id: string, { title, queue, priority }: TicketChange): Promise<void> {
  const { itop, options } = there;
  const urgency = priority === undefined ? {} : urgencyOf(priority);
  if (urgency === undefined) throw notAccepted(`iTop has the priorities 1 to 4, and no ${priority}.`);
  const at = { class: options.class, key: numberOf(id), comment: "Vigie", output_fields: "id" };
  const isReassigned = queue !== undefined && ASSIGNED.has((await mustBe(there, id)).status);
  const fields = { ...(title === undefined ? {} : { title }), ...urgency, ...(queue === undefined || isReassigned ? {} : { team_id: { name: queue } }) };
  if (Object.keys(fields).length > 0) await itop.run({ operation: "core/update", ...at, fields });
  if (isReassigned) await stimulate(there, id, "ev_reassign", { team_id: { name: queue }, ...(options.agent === null ? {} : { agent_id: personKey(options.agent) }) });
}

/** Adds to a log, and finds the entry again in the answer: it has no id there. */
export async function comment({ itop, options }: There, id: string, text: string, visibility: CommentVisibility): Promise<string | null> {
  const log = visibility === "public" ? "public" : "private";
  const field = `${log}_log`;
  const { objects } = await itop.run({ operation: "core/update", comment: "Vigie", class: options.class, key: numberOf(id), fields: { [field]: { add_item: { message: htmlOfText(text), format: "html" } } }, output_fields: field });
  return entriesOf(log, objects[0]?.fields[field] ?? null).findLast((entry) => bare(entry.text) === bare(text))?.id ?? null;
}

/** Moves a ticket by stimuli, never by writing its state. */
export async function transition(there: There, id: string, state: string, note: string): Promise<void> {
  const ticket = await mustBe(there, id);
  const way = stimuliBetween(ticket.status, state);
  if (way === undefined) throw notAccepted(`In iTop's life cycle nothing leads from "${ticket.status}" to "${state}".`, ticket.status === "closed" ? "A closed ticket is never opened again there: let the connector make a new one (\"reopening\": \"new-ticket\")." : undefined);
  for (const stimulus of way) await stimulate(there, id, stimulus, fieldsFor(there, ticket, stimulus, note));
}

function fieldsFor({ options }: There, { team_id: team, agent_id: agent }: TicketFields, stimulus: string, note: string): Fields {
  switch (stimulus) {
    case "ev_assign":
      if (isNone(team)) throw notAccepted("The ticket has no team, and iTop puts it to work with one alone.", "Name a team for the request under \"teams\" or \"queue\" of the connector.");
      return isNone(agent) && options.agent !== null ? { agent_id: personKey(options.agent) } : {};
    case "ev_pending":
      return { pending_reason: note };
    case "ev_resolve":
      return { ...options.resolution, solution: note };
    default:
      return {};
  }
}

const isNone = (id: string): boolean => id === "" || id === "0";

async function stimulate({ itop, options }: There, id: string, stimulus: string, fields: Fields): Promise<void> {
  const { objects } = await itop.run({ operation: "core/apply_stimulus", comment: "Vigie", class: options.class, key: numberOf(id), stimulus, fields, output_fields: "id,status" }).catch((error: unknown) => {
    if (error instanceof RemoteError && /missing mandatory attribute/i.test(error.words)) throw notAccepted(error.words, "Name what is missing in the options of the connector: \"agent\", or under \"resolution\".");
    throw error;
  });
  // An action of the life cycle that says no is answered with code 0 and no object.
  if (objects.length === 0) throw notAccepted(`iTop answered well, and did not do ${stimulus}.`, "See what the life cycle of the class demands.");
}
