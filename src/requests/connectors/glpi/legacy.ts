// GLPI's older API, apirest.php: what is true or false of it stands in the answer, not in its status.
import { createHash } from "node:crypto";
import { z } from "zod";
import { type Answer, type Glpi, instantIn, notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { Comment, FileToSend } from "../connector.ts";
import { afterWriting, shaped } from "../shaped.ts";
import { type Account, type GlpiApi, type GlpiDocument, type GlpiTicket, ifThere } from "./api.ts";
import type { GlpiOptions } from "./options.ts";
import { titleOf, wordsOf } from "./words.ts";

const Text = z.union([z.string(), z.number()]).nullish().transform((value) => (value === null || value === undefined ? "" : String(value)));
const Flag = z.union([z.boolean(), z.number(), z.string()]).nullish().transform((value) => Number(value ?? 0) === 1);
const Int = z.coerce.number().int();
// A person by name, where names were asked for; none is 0 or a space.
const Person = z.union([z.string(), z.number()]).nullish().transform((value) => (typeof value === "string" ? titleOf(value).replaceAll(" ", " ").trim() : "") || null);

const Document = z.object({ id: Int, filename: Text, name: Text, mime: Text, users_id: Person, sha1sum: Text }).transform(
  ({ id, filename, name, mime, users_id: author, sha1sum }): GlpiDocument => ({ id, name: titleOf(filename || name) || `document-${id}`, type: mime || "application/octet-stream", author, sha1: sha1sum || null }));
const TicketRow = z.object({ id: Int, name: Text, status: Int, priority: Int, externalid: Text, is_deleted: Flag, users_id_lastupdater: Person, _documents: z.array(Document).catch([]) }).transform(
  ({ id, name, status, priority, externalid, is_deleted: isDeleted, users_id_lastupdater: changedBy, _documents: documents }): GlpiTicket => ({ id, name: titleOf(name), status, priority, externalId: externalid || null, isDeleted, changedBy, documents }));
const Said = z.object({ id: Int, content: Text, date: Text, date_creation: Text, users_id: Person, is_private: Flag });
const Actor = z.object({ id: Int, type: Int, groups_id: Int.optional(), users_id: Person });
const Link = z.object({ tickets_id_1: Int, tickets_id_2: Int });

const MOST_SAID = 1_000;
const ASSIGNED = 2;
const NAMES = { expand_dropdowns: "true", get_hateoas: "false" } as const;
const PLAIN = { get_hateoas: "false" } as const;

type Asks = {
  readonly glpi: Glpi;
  readonly options: GlpiOptions;
  readonly get: <Shape>(shape: z.ZodType<Shape>, path: string, query: Readonly<Record<string, string | number>>) => Promise<Shape>;
  readonly list: <Shape>(shape: z.ZodType<Shape>, path: string, query: Readonly<Record<string, string>>, most?: number) => Promise<readonly Shape[]>;
  readonly post: (type: string, input: Readonly<Record<string, unknown>>) => Promise<number>;
};

/** The API by a session of it. */
export function legacyApi(glpi: Glpi, options: GlpiOptions): GlpiApi {
  const asks: Asks = {
    glpi, options,
    get: async (shape, path, query) => shaped(shape, (await glpi.ask({ path, query })).json, path, "no"),
    list: async (shape, path, query, most = MOST_SAID) => (await glpi.list(path, { query, most })).map((row) => shaped(shape, row, path, "no")),
    post: async (type, input) => madeId(await glpi.ask({ method: "POST", path: type, json: { input } }), type),
  };
  return { account: () => accountOf(glpi, options), close: glpi.close, ...readings(asks), ...writings(asks) };
}

type Reading = "groups" | "candidates" | "newest" | "ticket" | "mergedInto" | "said" | "team" | "download";

function readings(asks: Asks): Pick<GlpiApi, Reading> {
  const { glpi, options, get, list } = asks;
  const at = (text: string): Date => instantIn(options.zone, text) ?? new Date(0);
  const newest = newestBy(asks);
  const said = async (id: number, type: string, name: string): Promise<readonly Comment[]> => {
    // Who may not see tasks or solutions sees the rest.
    const rows = (await ifThere(list(Said, `Ticket/${id}/${type}`, NAMES))) ?? [];
    return rows.map((row) => ({ id: `${name}-${row.id}`, at: at(row.date || row.date_creation), author: row.users_id ?? "", visibility: row.is_private ? "internal" : "public", text: wordsOf(row.content) }));
  };
  const matching = (field: string, value: string) => list(TicketRow, "Ticket", { ...PLAIN, [`searchText[${field}]`]: value });
  return {
    groups: async () => (await list(z.object({ id: Int, name: Text, completename: Text }), "Group", PLAIN, 10_000)).map(({ id, name, completename }) => ({ id, name: titleOf(name), completeName: titleOf(completename) })),
    candidates: async (key) => [...(await matching("externalid", key)), ...(await matching("name", `[${key}]`))],
    newest: async (page, size) => {
      const rows = await newest(`${page * size}-${(page + 1) * size - 1}`).catch((error: unknown) => {
        if (page > 0 && error instanceof RemoteError && error.words.includes("ERROR_RANGE_EXCEED_TOTAL")) return [];
        throw error;
      });
      return rows.map(({ id, date_mod }) => ({ id: String(id), at: at(date_mod) }));
    },
    ticket: (id) => ifThere(get(TicketRow, `Ticket/${id}`, { ...NAMES, with_documents: "true" })),
    mergedInto: async (id) => {
      const links = (await Promise.all(["tickets_id_1", "tickets_id_2"].map((side) => ifThere(list(Link, "Ticket_Ticket", { ...PLAIN, [`searchText[${side}]`]: `^${id}$` }))))).flatMap((rows) => rows ?? []);
      // A filter that it does not know is left out, and everything comes back.
      const others = new Set(links.filter((link) => link.tickets_id_1 === id || link.tickets_id_2 === id).map((link) => (link.tickets_id_1 === id ? link.tickets_id_2 : link.tickets_id_1)));
      for (const other of others) if ((await ifThere(get(TicketRow, `Ticket/${other}`, PLAIN)))?.isDeleted === false) return other;
      return undefined;
    },
    said: async (id) => (await Promise.all([said(id, "ITILFollowup", "followup"), said(id, "ITILSolution", "solution"), said(id, "TicketTask", "task")])).flat(),
    team: async (id) => {
      const groups = await list(Actor, `Ticket/${id}/Group_Ticket`, PLAIN);
      const users = await list(Actor, `Ticket/${id}/Ticket_User`, NAMES);
      return {
        groups: groups.filter(({ type }) => type === ASSIGNED).flatMap(({ id: link, groups_id }) => (groups_id === undefined ? [] : [{ id: groups_id, link }])),
        users: users.filter(({ type }) => type === ASSIGNED).flatMap(({ users_id }) => users_id ?? []),
      };
    },
    // Not its description, but what is in it.
    download: async (document) => (await glpi.ask({ path: `Document/${document}`, headers: { accept: "application/octet-stream" }, expects: "bytes" })).bytes,
  };
}

type Changed = { readonly id: number; readonly date_mod: string };

// Numbers of columns in GLPI's search of tickets: id and last change.
const [COLUMN_ID, COLUMN_CHANGED] = ["2", "19"];
const Found = z.object({ data: z.array(z.object({ [COLUMN_ID]: Int, [COLUMN_CHANGED]: Text })).default([]) });

/** Lists tickets by their last change, the newest first; versions that do not sort a list so are asked by their search. */
function newestBy({ get }: Asks): (range: string) => Promise<readonly Changed[]> {
  let isSearched = false;
  const search = async (range: string): Promise<readonly Changed[]> => {
    const { data } = await get(Found, "search/Ticket", { "forcedisplay[0]": COLUMN_ID, "forcedisplay[1]": COLUMN_CHANGED, sort: COLUMN_CHANGED, order: "DESC", range });
    return data.map((row) => ({ id: Number(row[COLUMN_ID]), date_mod: String(row[COLUMN_CHANGED]) }));
  };
  return (range) => (isSearched ? search(range) : get(z.array(z.object({ id: Int, date_mod: Text })), "Ticket", { ...PLAIN, sort: "date_mod", order: "DESC", range }).catch((error: unknown) => {
    if (!(error instanceof RemoteError) || error.status !== 400 || !/sort param/i.test(error.words)) throw error;
    isSearched = true;
    return search(range);
  }));
}

type Writing = "make" | "change" | "assign" | "unassign" | "follow" | "solve" | "attach";

function writings({ glpi, options, get, post }: Asks): Pick<GlpiApi, Writing> {
  return {
    make: ({ key, name, html, priority, group }) => post("Ticket", {
      name, content: html, externalid: key, type: options.type === "incident" ? 1 : 2, ...urgencyOf(priority),
      // A group alone is nobody who has begun: without this the ticket is "assigned" at once.
      ...(group === null ? {} : { _groups_id_assign: [group], status: 1, _do_not_compute_status: true }),
      ...(options.entity === null ? {} : { entities_id: options.entity }), ...(options.category === null ? {} : { itilcategories_id: options.category }),
      ...(options.requestSource === null ? {} : { requesttypes_id: options.requestSource }), ...(options.requester === null ? {} : { _users_id_requester: options.requester }),
    }),
    change: async (id, { priority, ...fields }) => {
      const { json, status } = await glpi.ask({ method: "PUT", path: `Ticket/${id}`, json: { input: { id, ...fields, ...urgencyOf(priority ?? null) } } });
      const [done] = shaped(z.array(z.looseObject({ message: Text })), json, "PUT Ticket", "maybe");
      if (done?.[String(id)] !== true) throw notAccepted(`${status} ${done?.message || "GLPI did not say why."}`);
    },
    assign: async (id, group) => { await post("Group_Ticket", { tickets_id: id, groups_id: group, type: ASSIGNED, _from_object: true }); },
    unassign: async (_, { link }) => { await glpi.ask({ method: "DELETE", path: `Group_Ticket/${link}`, expects: "nothing" }); },
    follow: (id, html, isPrivate) => post("ITILFollowup", { itemtype: "Ticket", items_id: id, content: html, is_private: isPrivate ? 1 : 0 }),
    solve: async (id, html) => { await post("ITILSolution", { itemtype: "Ticket", items_id: id, content: html }); },
    attach: async (id, file) => {
      const made = madeId(await glpi.ask({ method: "POST", path: "Document", bytes: formOf(id, file) }), "Document");
      const ticket = await get(TicketRow, `Ticket/${id}`, { ...NAMES, with_documents: "true" }).catch((error: unknown) => {
        throw afterWriting(error);
      });
      if (!ticket.documents.some((one) => one.id === made)) throw notAccepted("GLPI answered well, and the document is not at the ticket.", "See whether the account may add documents to tickets, and whether files of this type are allowed: Setup, Dropdowns, Document types.");
      return made;
    },
  };
}

/** GLPI computes priority of urgency and impact, but for those who may set it. */
const urgencyOf = (priority: number | null): Readonly<Record<string, number>> => (priority === null ? {} : { urgency: Math.min(5, priority), impact: Math.min(5, priority), priority });

const Made = z.object({ id: z.union([Int, z.literal(false)]), message: Text });

/** One thing that was asked for comes as one, or in a list of what went well and what did not (207). */
function madeId({ json, status }: Answer, type: string): number {
  const [made] = shaped(z.union([Made.transform((one) => [one]), z.array(Made)]), Array.isArray(json) && typeof json[0] === "string" ? json[1] : json, `POST ${type}`, "maybe");
  if (made === undefined || made.id === false || made.id === 0) throw notAccepted(`${status} ${made?.message || "GLPI did not say why."}`);
  return made.id;
}

function formOf(id: number, { name, type, data }: FileToSend): { readonly type: string; readonly data: Uint8Array } {
  const boundary = `vigie-${createHash("sha256").update(data).digest("hex")}`;
  // As browsers write names there.
  const quoted = name.replaceAll('"', "%22").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
  const manifest = JSON.stringify({ input: { name, _filename: [name], itemtype: "Ticket", items_id: id } });
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="uploadManifest"\r\nContent-Type: application/json\r\n\r\n${manifest}\r\n--${boundary}\r\nContent-Disposition: form-data; name="filename[0]"; filename="${quoted}"\r\nContent-Type: ${/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : "application/octet-stream"}\r\n\r\n`;
  return { type: `multipart/form-data; boundary=${boundary}`, data: Buffer.concat([Buffer.from(head), data, Buffer.from(`\r\n--${boundary}--\r\n`)]) };
}

const Session = z.object({ session: z.object({ glpiname: Text, glpi_currenttime: Text, glpiactive_entity_name: Text, glpiactiveprofile: z.object({ name: Text, interface: Text, ticket: z.coerce.number().optional() }).optional() }) });
// Bits of the right to tickets.
const [UPDATE, CREATE, READ_ALL] = [2, 4, 1024];
const TOLERANCE_MS = 10 * 60_000;

/** Who we are there, what our profile may, and whether its clock is read in the right zone. */
async function accountOf(glpi: Glpi, { zone }: GlpiOptions): Promise<Account> {
  const { json, headers } = await glpi.ask({ path: "getFullSession" });
  const { session: { glpiname: name, glpi_currenttime: wall, glpiactive_entity_name: entity, glpiactiveprofile: profile } } = shaped(Session, json, "getFullSession", "no");
  const checks = [];
  const [date, shown] = [Date.parse(headers["date"] ?? ""), instantIn(zone, wall)?.getTime()];
  if (!Number.isNaN(date) && shown !== undefined) {
    const ok = Math.abs(date - shown) < TOLERANCE_MS;
    checks.push({ name: "zone", ok, words: ok ? `GLPI shows the account times of ${zone}.` : `GLPI shows the account ${wall} where it is ${new Date(date).toISOString()}: that is not ${zone}.` });
  }
  const right = profile?.ticket;
  if (right !== undefined) {
    const missing = [[CREATE, "Create"], [UPDATE, "Update"], [READ_ALL, "See all tickets"]].filter(([bit]) => (right & Number(bit)) === 0).map(([, called]) => called);
    checks.push({ name: "rights", ok: missing.length === 0, words: missing.length === 0 ? `The profile ${profile?.name ?? ""} may make, change and see tickets.` : `The profile ${profile?.name ?? ""} lacks on tickets: ${missing.join(", ")}.` });
  }
  if (entity !== "") checks.push({ name: "entity", ok: true, words: `The account works in ${titleOf(entity)}.` });
  const config = await ifThere(glpi.ask({ path: "getGlpiConfig" }));
  const version = z.object({ cfg_glpi: z.object({ version: z.string() }) }).safeParse(config?.json);
  return { name, version: version.data?.cfg_glpi.version ?? null, date: headers["date"], checks };
}
