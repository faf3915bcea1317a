// GLPI's newer API, api.php/v2 of GLPI 11: names in place of numbers, times with an offset, and no files from us.
import { z } from "zod";
import { type Glpi, notAccepted } from "../../../outbound/index.ts";
import type { Comment } from "../connector.ts";
import { afterWriting, shaped } from "../shaped.ts";
import { type GlpiApi, type GlpiDocument, ifThere, type Team } from "./api.ts";
import type { GlpiOptions } from "./options.ts";
import { titleOf, wordsOf } from "./words.ts";

const Text = z.string().nullish().transform((value) => value ?? "");
const Int = z.coerce.number().int();
const Named = z.object({ id: Int.nullish(), name: Text }).nullish();
// A number in its first version, with its name in later ones.
const Status = z.union([Int, z.object({ id: Int }).transform(({ id }) => id)]);
const Row = z.object({ id: Int, name: Text, status: Status, priority: Int, external_id: Text, is_deleted: z.boolean().nullish(), user_editor: Named, date_mod: Text });
const Item = z.object({ id: Int, content: Text, is_private: z.boolean().nullish(), user: Named, date: Text, date_creation: Text, date_mod: Text });
const Timeline = z.array(z.object({ type: z.string(), item: z.looseObject({}) }));
const Member = z.object({ role: z.union([z.string(), z.number()]), name: Text, display_name: Text, href: Text });
const Made = z.object({ id: Int });
const Lying = z.object({ documents_id: Int.nullish(), document: z.object({ id: Int }).nullish() });
const Document = z.object({ id: Int, name: Text, filename: Text, mime: Text, user: Named, sha1sum: Text }).transform(
  ({ id, name, filename, mime, user, sha1sum }): GlpiDocument => ({ id, name: titleOf(filename || name) || `document-${id}`, type: mime || "application/octet-stream", author: user?.name || null, sha1: sha1sum || null }));

const TICKETS = "Assistance/Ticket";
const COMMENTS: Readonly<Record<string, string>> = { Followup: "followup", Task: "task", Solution: "solution" };
const ASSIGNED = 2;
const MOST_GROUPS = 10_000;

type Asks = {
  readonly glpi: Glpi;
  readonly options: GlpiOptions;
  readonly get: <Shape>(shape: z.ZodType<Shape>, path: string, query?: Readonly<Record<string, string | number>>) => Promise<Shape>;
  readonly post: (path: string, json: Readonly<Record<string, unknown>>) => Promise<number>;
  /** What was learned of documents, which do not change. */
  readonly known: Map<number, GlpiDocument>;
};

/** The API in the name of a user. */
export function v2Api(glpi: Glpi, options: GlpiOptions): GlpiApi {
  const asks: Asks = {
    glpi, options, known: new Map(),
    get: async (shape, path, query = {}) => shaped(shape, (await glpi.ask({ path, query })).json, path, "no"),
    post: async (path, json) => shaped(Made, (await glpi.ask({ method: "POST", path, json })).json, `POST ${path}`, "maybe").id,
  };
  return { close: glpi.close, ...readings(asks), ...writings(asks) };
}

type Reading = "account" | "groups" | "candidates" | "newest" | "ticket" | "mergedInto" | "said" | "team" | "download";

function readings(asks: Asks): Pick<GlpiApi, Reading> {
  const { glpi, get } = asks;
  return {
    account: async () => {
      const { json, headers } = await glpi.ask({ path: "session" });
      const { name, active_profile: profile, active_entity: entity } = shaped(z.object({ name: Text, active_profile: Named, active_entity: z.object({ complete_name: Text }).nullish() }), json, "session", "no");
      return { name, version: null, date: headers["date"], checks: [{ name: "account", ok: true, words: `The account has the profile ${profile?.name ?? ""} and works in ${titleOf(entity?.complete_name ?? "")}. What it may do, a test ticket shows.` }] };
    },
    groups: async () => (await glpi.list("Administration/Group", { query: { sort: "id:asc" }, most: MOST_GROUPS })).map((row) => shaped(z.object({ id: Int, name: Text, completename: Text }), row, "Administration/Group", "no")).map(({ id, name, completename }) => ({ id, name, completeName: completename || name })),
    candidates: async (key) => {
      // A filter that it does not understand is refused, and none is left out.
      const rows = await Promise.all([`external_id==${rsqlText(key)}`, `name=like=${rsqlText(`*[${key}]*`)}`].map((filter) => glpi.list(TICKETS, { query: { filter, sort: "id:asc" }, most: 1_000 })));
      return rows.flat().map((row) => shaped(Row, row, TICKETS, "no")).map(({ id, name, external_id }) => ({ id, name: titleOf(name), externalId: external_id || null }));
    },
    newest: async (page, size) => (await get(z.array(z.object({ id: Int, date_mod: z.string() })), TICKETS, { sort: "date_mod:desc", start: page * size, limit: size })).map(({ id, date_mod }) => ({ id: String(id), at: new Date(Number.isNaN(Date.parse(date_mod)) ? 0 : date_mod) })),
    ticket: async (id) => {
      const row = await ifThere(get(Row, `${TICKETS}/${id}`));
      return row === undefined ? undefined : { id: row.id, name: titleOf(row.name), status: row.status, priority: row.priority, externalId: row.external_id || null, isDeleted: row.is_deleted === true, changedBy: row.user_editor?.name || null, documents: await documentsOf(asks, id) };
    },
    mergedInto: async () => undefined,
    said: async (id) => (await get(Timeline, `${TICKETS}/${id}/Timeline`)).flatMap(({ type, item }): readonly Comment[] => {
      const name = COMMENTS[type];
      if (name === undefined) return [];
      const { id: number, content, is_private, user, date, date_creation, date_mod } = shaped(Item, item, `Timeline ${type}`, "no");
      return [{ id: `${name}-${number}`, at: new Date(Date.parse(date || date_creation || date_mod) || 0), author: user?.name ?? "", visibility: is_private === true ? "internal" : "public", text: wordsOf(content) }];
    }),
    team: async (id): Promise<Team> => {
      const members = (await get(z.array(Member), `${TICKETS}/${id}/TeamMember`)).filter(({ role }) => role === "assigned" || role === ASSIGNED);
      const groups = members.flatMap(({ href }) => {
        const group = /\/group\.form\.php\?id=(\d{1,15})/.exec(href)?.[1];
        return group === undefined ? [] : [{ id: Number(group), link: Number(group) }];
      });
      return { groups, users: members.filter(({ href }) => href.includes("/user.form.php")).map(({ display_name, name }) => titleOf(display_name || name)) };
    },
    download: async (document) => (await glpi.ask({ path: `Management/Document/${document}/Download`, expects: "bytes" })).bytes,
  };
}

async function documentsOf({ glpi, get, known }: Asks, id: number): Promise<readonly GlpiDocument[]> {
  const answer = await ifThere(glpi.ask({ path: `${TICKETS}/${id}/Timeline/Document` }));
  const documents: GlpiDocument[] = [];
  for (const { item } of shaped(Timeline, answer?.json ?? [], "Timeline/Document", "no")) {
    const { documents_id, document } = shaped(Lying, item, "Timeline/Document", "no");
    const number = documents_id ?? document?.id;
    if (number === null || number === undefined) continue;
    const one = known.get(number) ?? (await ifThere(get(Document, `Management/Document/${number}`)));
    if (one === undefined) continue;
    known.set(number, one);
    documents.push(one);
  }
  return documents;
}

type Writing = "make" | "change" | "assign" | "unassign" | "follow" | "solve" | "attach";

function writings({ glpi, options, post }: Asks): Pick<GlpiApi, Writing> {
  const change: GlpiApi["change"] = async (id, { name, status, priority }) => {
    await glpi.ask({ method: "PATCH", path: `${TICKETS}/${id}`, json: { ...(name === undefined ? {} : { name }), ...(status === undefined ? {} : { status: { id: status } }), ...urgencyOf(priority ?? null) }, expects: "nothing" });
  };
  const assign: GlpiApi["assign"] = async (id, group) => { await glpi.ask({ method: "POST", path: `${TICKETS}/${id}/TeamMember`, json: { type: "Group", id: group, role: ASSIGNED }, expects: "nothing" }); };
  return {
    change, assign,
    make: async ({ key, name, html, priority, group }) => {
      const id = await post(TICKETS, {
        name, content: html, external_id: key, type: options.type === "incident" ? 1 : 2, ...urgencyOf(priority),
        ...(options.category === null ? {} : { category: options.category }), ...(options.requestSource === null ? {} : { request_type: options.requestSource }),
      });
      if (group === null) return id;
      try {
        await assign(id, group);
        // Whom it is given to has not begun: GLPI takes it for that.
        await change(id, { status: 1 });
      } catch (error) {
        throw afterWriting(error);
      }
      return id;
    },
    unassign: async (id, { id: group }) => { await glpi.ask({ method: "DELETE", path: `${TICKETS}/${id}/TeamMember`, json: { type: "Group", id: group, role: ASSIGNED }, expects: "nothing" }); },
    follow: (id, html, isPrivate) => post(`${TICKETS}/${id}/Timeline/Followup`, { content: html, is_private: isPrivate }),
    solve: async (id, html) => { await post(`${TICKETS}/${id}/Timeline/Solution`, { content: html }); },
    attach: () => Promise.reject(notAccepted("The newer API of GLPI takes no files.", "Let the connector use the older API (\"api\": \"legacy\"), or send files another way.")),
  };
}

const urgencyOf = (priority: number | null): Readonly<Record<string, number>> => (priority === null ? {} : { urgency: Math.min(5, priority), impact: Math.min(5, priority), priority: Math.min(5, priority) });

/** A text in a filter of RSQL. */
const rsqlText = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;
