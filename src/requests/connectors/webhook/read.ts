// What a receiver tells of a ticket, by the places that the settings name.
import { createHash } from "node:crypto";
import { type Http, RemoteError } from "../../../outbound/index.ts";
import type { Comment, KeyFound, Reading } from "../connector.ts";
import { wordsOfHtml } from "../text/html.ts";
import type { ReadOptions } from "./options.ts";
import { at, filledRead, textAt } from "./template.ts";

const MOST = 1_000;

/** Looks for our key. Only what carries it is ours, whatever else is answered. */
export async function findByKey(http: Http, { find }: ReadOptions, key: string): Promise<KeyFound> {
  const { json } = await http.ask(filledRead(find, { key }));
  const there = at(json, find.items);
  const items: readonly unknown[] = Array.isArray(there) ? there.slice(0, MOST) : there === undefined || there === null ? [] : [there];
  const found = items.find((item) => {
    const text = textAt(item, find.key);
    return text === key || text?.startsWith(`[${key}]`) === true;
  });
  if (found === undefined) return Array.isArray(there) && there.length > MOST ? { found: "unknown", why: `It answers with more than ${MOST} tickets to the search.` } : { found: "no" };
  return { found: "yes", id: needed(found, find.id, "the id of a ticket found by its key") };
}

/** Reads a ticket; gone is what is answered with 404 or 410. */
export async function read(http: Http, { read: places }: ReadOptions, id: string): Promise<Reading> {
  try {
    const { json } = await http.ask(filledRead(places, { id }));
    return {
      found: "yes", ticket: {
        id, number: textAt(json, places.number) ?? id, url: textAt(json, places.url) ?? null, title: needed(json, places.title, "the title"), state: needed(json, places.state, "the state"),
        queue: textAt(json, places.queue) ?? null, priority: textAt(json, places.priority) ?? null, assignee: textAt(json, places.assignee) ?? null, changedBy: null, key: null, version: null,
        comments: commentsOf(json, places), files: [],
      },
    };
  } catch (error) {
    if (error instanceof RemoteError && error.problem === "not_found") return { found: "no" };
    throw error;
  }
}

function commentsOf(json: unknown, { comments: places, texts }: ReadOptions["read"]): readonly Comment[] {
  if (places === null) return [];
  const items = at(json, places.items);
  if (!Array.isArray(items)) throw missing(places.items, "the comments");
  return items.slice(-MOST).map((item: unknown) => {
    const [time, author, text] = [needed(item, places.at, "the time of a comment"), textAt(item, places.author) ?? "", textAt(item, places.text) ?? ""];
    const date = new Date(time);
    if (Number.isNaN(date.getTime())) throw missing(places.at, "the time of a comment");
    return {
      id: textAt(item, places.id) ?? createHash("sha256").update(JSON.stringify([time, author, text])).digest("hex").slice(0, 32), at: date, author,
      visibility: places.internal !== null && at(item, places.internal) === true ? "internal" : "public", text: texts === "html" ? wordsOfHtml(text) : text,
    };
  });
}

function needed(json: unknown, place: string, what: string): string {
  const text = textAt(json, place);
  if (text === undefined) throw missing(place, what);
  return text;
}

const missing = (place: string, what: string): RemoteError =>
  new RemoteError({ problem: "garbage", words: `The answer has no ${place === "" ? "value" : place}, where ${what} should stand.`, arrived: "no", todo: "Mend the places in the connector's options, or what the other side answers." });
