// Whether the account can do what will be asked of it.
import type { z } from "zod";
import type { Probe } from "../connector.ts";
import { PAGE, type RequestTracker, ticketAt } from "./api.ts";
import { Found, QueueBody, Queues, User, Version, shaped } from "./shapes.ts";

const MOST_QUEUES = 20;
const MOST_PAGES = 20;
const EMPTY_PAGES = 2;

/** Looks at account, queues, rights and the field of the key; writes nothing. */
export async function probe(rt: RequestTracker): Promise<Probe> {
  const { http, options, now } = rt;
  const { headers, json } = await http.ask({ path: "REST/2.0/rt" });
  const date = Date.parse(headers["date"] ?? "");
  const queues = await queuesOf(rt);
  const checks: Probe["checks"][number][] = [
    { name: "queues", ok: queues.length > 0, words: queues.length > 0 ? `The account sees ${queues.map(({ Name }) => Name).join(", ")}.` : "The account sees no queue: give it SeeQueue in those that it works in." },
    await accountCheck(rt),
  ];
  for (const { id } of queues.slice(0, MOST_QUEUES)) checks.push(...await queueChecks(rt, id));
  return { version: shaped(Version, json, "RT").Version, account: options.account, skewMs: Number.isNaN(date) ? null : date - now().getTime(), checks };
}

/** Of a page RT shows the queues that we may see, perhaps none: it is no sign of the end. */
async function queuesOf(rt: RequestTracker): Promise<z.infer<typeof Queues>["items"]> {
  const all: z.infer<typeof Queues>["items"] = [];
  for (let page = 1, empty = 0; page <= MOST_PAGES && (all.length === 0 || empty < EMPTY_PAGES); page++) {
    const { items } = await rt.get(Queues, "queues/all", { fields: "Name", orderby: "id", order: "ASC", per_page: PAGE, page });
    all.push(...items);
    empty = items.length === 0 ? empty + 1 : 0;
  }
  return all;
}

async function accountCheck({ get, options: { account } }: RequestTracker): Promise<Probe["checks"][number]> {
  // RT shows a user's own address to itself; to others only with a right that this account does not need.
  const user = await get(User, `user/${encodeURIComponent(account)}`);
  const ok = user.EmailAddress !== undefined && user.EmailAddress !== null && user.EmailAddress !== "";
  return { name: "account", ok, words: ok ? `RT knows ${account}.` : `RT shows no address of ${account}: see whether that is the user of the token, and has one.` };
}

async function queueChecks(rt: RequestTracker, id: string): Promise<Probe["checks"]> {
  const { options: { keyField } } = rt;
  const queue = await rt.get(QueueBody, `queue/${id}`);
  const { Name: name } = queue;
  const mayCreate = queue.may.has("create");
  const hasField = keyField === null || queue.TicketCustomFields.some((field) => field.name === keyField);
  return [
    { name: `make tickets in ${name}`, ok: mayCreate, words: mayCreate ? "It may." : `It may not: give it CreateTicket in ${name}.` },
    ...(keyField === null ? [] : [{ name: `field of the key in ${name}`, ok: hasField, words: hasField ? `${keyField} is there.` : `There is no custom field ${keyField} in ${name}, or the account may not see it (SeeCustomField).` }]),
    await ticketCheck(rt, name),
  ];
}

/** What it may do with tickets is only told of one that is there. */
async function ticketCheck(rt: RequestTracker, queue: string): Promise<Probe["checks"][number]> {
  const name = `work on tickets in ${queue}`;
  const { items: [one] } = await rt.get(Found, "tickets", { query: `Queue = '${queue.replace(/['\\]/g, "\\$&")}'`, fields: "Subject", orderby: "id", order: "DESC", per_page: 1 });
  const there = one === undefined ? undefined : await ticketAt(rt, one.id);
  if (there === undefined) return { name, ok: true, words: "There is no ticket yet by which to tell." };
  const missing = [["correspond", "ReplyToTicket"], ["comment", "CommentOnTicket"]].flatMap(([ref = "", right = ""]) => (there.ticket.may.has(ref) ? [] : [right]));
  return { name, ok: missing.length === 0, words: missing.length === 0 ? "It may answer and comment." : `Give it ${missing.join(" and ")} in ${queue}.` };
}
