// What people register beside assets: each noun says what it is made of, the verbs are the same for all.
import { DomainError, type Caller } from "../../core/index.ts";
import { readTenant, record, storableText, type State, type TenantDb, withTenant } from "../../store/index.ts";
import { BY_HAND } from "../assets/asset.ts";
import { lockInventory, raiseVersion } from "../repo.ts";
import { deleteRow, insertRow, type Page, type RegisterTable, type Row, selectRow, selectRows, updateRow } from "./repo.ts";

export type Noun<Given, Shown> = {
  readonly table: RegisterTable;
  /** As people and the journal say it: `team`. */
  readonly word: string;
  /** The column in whose order they are listed. */
  readonly order: string;
  readonly titleOf: (given: Given) => string;
  /** The columns of a row; throws what is wrong with what was given. */
  readonly columns: (db: TenantDb, given: Given, id: string, caller: Caller) => Promise<Readonly<Record<string, unknown>>>;
  readonly show: (db: TenantDb, row: Row) => Shown | Promise<Shown>;
  /** Why it cannot go, if so. */
  readonly usedBy?: (db: TenantDb, row: Row) => Promise<string | undefined>;
};

export type Register<Given, Shown> = {
  readonly list: (state: State, tenant: string, page: Page, where?: Readonly<Record<string, string | undefined>>) => Promise<readonly Shown[]>;
  /** One of them, within a transaction of the caller's; undefined: there is none of this id. */
  readonly find: (db: TenantDb, id: string) => Promise<Shown | undefined>;
  readonly create: (state: State, caller: Caller, tenant: string, entry: { readonly id: string; readonly given: Given }) => Promise<Shown>;
  readonly change: (state: State, caller: Caller, tenant: string, entry: { readonly id: string; readonly given: Given }) => Promise<Shown>;
  /** Deletes it; for what nothing refers to. */
  readonly remove: (state: State, caller: Caller, tenant: string, id: string) => Promise<Shown>;
  /** Sets a time at which it ends; refused if it ended already. */
  readonly end: (state: State, caller: Caller, tenant: string, ending: Ending) => Promise<Shown>;
};

/** `column` is the one that says when it ended, `action` how the journal calls that. */
export type Ending = { readonly id: string; readonly column: string; readonly action: string; readonly reason: string };

/** The verbs of a noun. */
export function registerOf<Given, Shown>(noun: Noun<Given, Shown>): Register<Given, Shown> {
  const { table, word } = noun;
  return {
    list: (state, tenant, page, where) => readTenant(state, tenant, async (db) => Promise.all((await selectRows(db, table, noun.order, page, where)).map((row) => noun.show(db, row)))),
    find: async (db, id) => {
      const row = await selectRow(db, table, id);
      return row === undefined ? undefined : noun.show(db, row);
    },
    create: (state, caller, tenant, { id, given }) =>
      changing(state, tenant, async (db) => {
        const columns = storable(await noun.columns(db, given, id, caller));
        await insertRow(db, table, { id, ...columns, source: BY_HAND, changed_at: caller.now });
        await record(db, caller, { action: `${word}.created`, subject: id, details: { name: noun.titleOf(given), given } });
        return noun.show(db, await rowOf(db, noun, id));
      }),
    change: (state, caller, tenant, { id, given }) =>
      changing(state, tenant, async (db) => {
        const before = await noun.show(db, await rowOf(db, noun, id));
        await updateRow(db, table, id, { ...storable(await noun.columns(db, given, id, caller)), source: BY_HAND, changed_at: caller.now });
        const after = await noun.show(db, await rowOf(db, noun, id));
        await record(db, caller, { action: `${word}.changed`, subject: id, details: { before, after } });
        return after;
      }),
    remove: (state, caller, tenant, id) =>
      changing(state, tenant, async (db) => {
        const row = await rowOf(db, noun, id);
        const used = await noun.usedBy?.(db, row);
        if (used !== undefined) throw new DomainError("conflict", used);
        const before = await noun.show(db, row);
        await deleteRow(db, table, id);
        await record(db, caller, { action: `${word}.removed`, subject: id, details: { before } });
        return before;
      }),
    end: (state, caller, tenant, { id, column, action, reason }) =>
      changing(state, tenant, async (db) => {
        if ((await rowOf(db, noun, id))[column] !== null) throw new DomainError("conflict", `This ${word.replaceAll("-", " ")} has ended already.`);
        await updateRow(db, table, id, { [column]: caller.now, source: BY_HAND, changed_at: caller.now });
        await record(db, caller, { action: `${word}.${action}`, subject: id, reason });
        return noun.show(db, await rowOf(db, noun, id));
      }),
  };
}

/** Does a change that others wait for, and that readers hear of. */
function changing<T>(state: State, tenant: string, work: (db: TenantDb) => Promise<T>): Promise<T> {
  return withTenant(state, tenant, async (db) => {
    await lockInventory(db);
    const done = await work(db);
    await raiseVersion(db);
    return done;
  });
}

async function rowOf<Given, Shown>(db: TenantDb, { table, word }: Noun<Given, Shown>, id: string): Promise<Row> {
  const row = await selectRow(db, table, id);
  if (row === undefined) throw new DomainError("not_found", `There is no ${word.replaceAll("-", " ")} ${id} here.`);
  return row;
}

const storable = (columns: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(columns).map(([name, value]) => [name, clean(value)]));
const clean = (value: unknown): unknown => (typeof value === "string" ? storableText(value) : Array.isArray(value) ? value.map(clean) : value);
