// Comments and work notes: from the table of journal entries, or from what the record shows where that table is not to be read.
import { createHash } from "node:crypto";
import type { Comment, CommentVisibility } from "../connector.ts";
import { wordsOfHtml } from "../text/html.ts";
import { type Row, shownOf, type Tables, timeOf, valueOf } from "./table.ts";

/** The fields in which people write, and who sees what is in them. */
export const JOURNALS: readonly { readonly field: "comments" | "work_notes"; readonly visibility: CommentVisibility }[] = [{ field: "comments", visibility: "public" }, { field: "work_notes", visibility: "internal" }];

const MOST = 1_000;
const PAGE = 500;

type Entry = { readonly field: string; readonly at: Date; readonly author: string; readonly text: string };

/** All comments of a record, the oldest first. `record` has its journal fields, sys_created_on and sys_updated_on. */
export async function readJournal(tables: Tables, record: Row): Promise<readonly Comment[]> {
  const entries = await fromTable(tables, valueOf(record, "sys_id"));
  // Access controls filter rows and say nothing: an empty answer means "none" or "not for you".
  return numbered(entries.length > 0 ? entries : JOURNALS.flatMap(({ field }) => fromShown(field, record)));
}

async function fromTable(tables: Tables, id: string): Promise<readonly Entry[]> {
  const rows: Row[] = [];
  for (let offset = 0; offset < MOST; offset += PAGE) {
    const query = `element_id=${id}^elementIN${JOURNALS.map(({ field }) => field).join(",")}^ORDERBYDESCsys_created_on^ORDERBYDESCsys_id`;
    const page = await tables.rows("sys_journal_field", { query, fields: ["sys_id", "element_id", "element", "value", "sys_created_on", "sys_created_by"], limit: PAGE, offset });
    rows.push(...page);
    if (page.length < PAGE) break;
  }
  // A condition that is not understood is left out there: what is not of this record is left out here.
  return rows.filter((row) => valueOf(row, "element_id") === id && JOURNALS.some(({ field }) => field === valueOf(row, "element")))
    .map((row) => ({ field: valueOf(row, "element"), at: timeOf(valueOf(row, "sys_created_on")) ?? new Date(0), author: valueOf(row, "sys_created_by"), text: valueOf(row, "value") }));
}

// "2026-11-24 03:40:00 - Jane Doe (Work notes)", in the account's form of dates, zone and language.
const HEAD = /^(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4} \d{1,2}:\d{2}:\d{2}(?: [AP]M)?) - (.{1,200}) \([^()]{1,100}\)$/gm;

function fromShown(field: string, record: Row): readonly Entry[] {
  const shown = shownOf(record, field).slice(0, 2_000_000).replaceAll("\r\n", "\n");
  const heads = [...shown.matchAll(HEAD)];
  const zone = zoneOf(record);
  return heads.map((head, i) => ({
    field, author: head[2] ?? "", at: zone(head[1] ?? "") ?? timeOf(valueOf(record, "sys_updated_on")) ?? new Date(0),
    text: shown.slice(head.index + head[0].length, heads[i + 1]?.index ?? shown.length),
  }));
}

const ORDERS = [[0, 1, 2], [2, 1, 0], [2, 0, 1]] as const;

/** How the account shows times, learned from two whose values are known: the order of a date's parts, and how far from UTC. */
function zoneOf(record: Row): (text: string) => Date | undefined {
  const known = ["sys_created_on", "sys_updated_on"].map((field) => ({ text: shownOf(record, field), at: timeOf(valueOf(record, field)) }));
  const order = ORDERS.find((one) => known.every(({ text, at }) => at === undefined || Math.abs((partsOf(text, one)?.getTime() ?? 0) - at.getTime()) <= 14 * 3_600_000)) ?? ORDERS[0];
  const last = known[1];
  const offset = last?.at === undefined ? 0 : (partsOf(last.text, order)?.getTime() ?? last.at.getTime()) - last.at.getTime();
  return (text) => {
    const at = partsOf(text, order);
    return at === undefined ? undefined : new Date(at.getTime() - offset);
  };
}

function partsOf(text: string, [year, month, day]: readonly [number, number, number]): Date | undefined {
  const found = /^(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4}) (\d{1,2}):(\d{2}):(\d{2})(?: ([AP])M)?$/.exec(text);
  if (found === null) return undefined;
  const [, a, b, c, hour, minute, second, half] = found;
  const date = [a, b, c].map(Number);
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half === "P" ? 12 : 0);
  const at = new Date(Date.UTC(date[year] ?? 0, (date[month] ?? 0) - 1, date[day] ?? 0, hours, Number(minute), Number(second)));
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** Ids made of field and text: the same whichever way the entries were read, so that none comes over twice when a right is given or taken. */
function numbered(entries: readonly Entry[]): readonly Comment[] {
  const counts = new Map<string, number>();
  return entries.toReversed().toSorted((a, b) => a.at.getTime() - b.at.getTime()).map(({ field, at, author, text }) => {
    const hash = createHash("sha256").update(text.replace(/\s+/g, " ").trim()).digest("hex").slice(0, 32);
    const count = counts.get(field + hash) ?? 0;
    counts.set(field + hash, count + 1);
    return { id: `${field}-${hash}-${count}`, at, author, visibility: field === "comments" ? "public" : "internal", text: wordsOf(text) };
  });
}

// Between [code] and [/code] the platform shows HTML.
const wordsOf = (text: string): string => text.slice(0, 500_000).replaceAll("\r\n", "\n").replace(/\[code\]([^]*?)\[\/code\]/gi, (_, html: string) => wordsOfHtml(html)).trim();

/** A text of ours for a journal, in which no word can become markup. Signs that no person typed are left out. */
export const forJournal = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, "").replace(/\[(?=\/?code\])/gi, "[\u200B");
