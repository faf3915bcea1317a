// Zammad's API as the connector asks it.
import { z } from "zod";
import { type Http, RemoteError } from "../../../outbound/index.ts";
import { shaped } from "../shaped.ts";
import type { ZammadOptions } from "./options.ts";

const Text = z.string().nullish().transform((value) => value ?? "");
const Id = z.int().min(0);
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const TicketRow = z.looseObject({ id: Id, number: Text, title: Text, state: Text, group: Text, priority: Text, owner: Text, updated_by: Text, updated_at: Instant, created_at: Instant.nullish() });
export type TicketRow = z.infer<typeof TicketRow>;

const Attachment = z.object({ id: Id, filename: Text, size: z.coerce.number().nullish(), preferences: z.record(z.string(), z.unknown()).nullish() });
export const Article = z.object({ id: Id, subject: Text, body: Text, content_type: Text, internal: z.boolean(), sender: Text, created_by: Text, created_at: Instant, attachments: z.array(Attachment).default([]) });
export type Article = z.infer<typeof Article>;

const Me = z.object({ login: Text, groups: z.record(z.string(), z.array(z.string())).nullish() });

export type Zammad = {
  readonly http: Http;
  readonly options: ZammadOptions;
  readonly url: string;
  readonly now: () => Date;
  readonly get: <Shape>(shape: z.ZodType<Shape>, path: string, query?: Readonly<Record<string, string | number>>) => Promise<Shape>;
  /** Who we are: asked once. */
  readonly me: () => Promise<z.infer<typeof Me>>;
  /** Tickets that a search gives, sorted by a time, the newest first; pages count from 1. */
  readonly search: (query: string, by: "updated_at" | "created_at", page: number, size: number) => Promise<readonly TicketRow[]>;
};

/** Opens it. */
export function openZammad(http: Http, { options, url, now }: Pick<Zammad, "options" | "url" | "now">): Zammad {
  const get: Zammad["get"] = async (shape, path, query) => shaped(shape, (await http.ask({ path: `api/v1/${path}`, query: { expand: "true", ...query } })).json, path, "no");
  let known: Promise<z.infer<typeof Me>> | undefined;
  return {
    http, options, url, now, get,
    me: () => {
      const asked = known ?? get(Me, "users/me");
      known = asked;
      asked.catch(() => { known = undefined; });
      return asked;
    },
    // "*" alone is asked of the database from version 6.5 on, which lags behind nothing; of the index before.
    search: (query, by, page, size) => get(z.array(TicketRow), "tickets/search", { query, sort_by: by, order_by: "desc", page, per_page: size, limit: size }),
  };
}

/** A number of Zammad's; another's id leads nowhere. */
export function numberOf(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no number of a ticket`, arrived: "no" });
  return Number(id);
}

/** The articles of a ticket, the eldest first. */
export const articlesOf = async ({ get }: Zammad, id: number): Promise<readonly Article[]> => (await get(z.array(Article), `ticket_articles/by_ticket/${id}`)).toSorted((one, other) => one.id - other.id);

/** What we write that is no word of a person: the ticket's own text, and files. Their subject begins so. */
export const isBesides = ({ subject, created_by }: Article, login: string): boolean => subject.startsWith("[") && created_by === login;
