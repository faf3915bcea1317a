// What the connector asks of GLPI, by whichever of its two APIs.
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { Comment, FileToSend } from "../connector.ts";
import type { Stamp } from "../watch.ts";

export type GlpiDocument = {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly author: string | null;
  /** In hexadecimal; null: it is not told. */
  readonly sha1: string | null;
};

export type GlpiTicket = {
  readonly id: number;
  readonly name: string;
  readonly status: number;
  readonly priority: number;
  readonly externalId: string | null;
  readonly isDeleted: boolean;
  readonly changedBy: string | null;
  /** What lies at it: documents of the ticket and of what is said in it. */
  readonly documents: readonly GlpiDocument[];
};

export type Group = { readonly id: number; readonly name: string; readonly completeName: string };

/** To whom it is assigned. */
export type Team = {
  readonly groups: readonly { readonly id: number; /** Of the assignment itself. */ readonly link: number }[];
  readonly users: readonly string[];
};

export type NewGlpiTicket = { readonly key: string; readonly name: string; readonly html: string; readonly priority: number | null; readonly group: number | null };
export type Fields = { readonly name?: string; readonly status?: number; readonly priority?: number };

export type Account = { readonly name: string; readonly version: string | null; readonly date: string | undefined; readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly words: string }[] };

export type GlpiApi = {
  readonly account: () => Promise<Account>;
  readonly groups: () => Promise<readonly Group[]>;
  /** Tickets that may carry a key: others among them are no harm. */
  readonly candidates: (key: string) => Promise<readonly Pick<GlpiTicket, "id" | "name" | "externalId">[]>;
  /** The newest changes first. */
  readonly newest: (page: number, size: number) => Promise<readonly Stamp[]>;
  readonly make: (ticket: NewGlpiTicket) => Promise<number>;
  readonly change: (id: number, fields: Fields) => Promise<void>;
  /** Undefined: there is none, or none for us. */
  readonly ticket: (id: number) => Promise<GlpiTicket | undefined>;
  /** The ticket that one in the bin lives on in; undefined: none. */
  readonly mergedInto: (id: number) => Promise<number | undefined>;
  readonly said: (id: number) => Promise<readonly Comment[]>;
  readonly team: (id: number) => Promise<Team>;
  readonly assign: (id: number, group: number) => Promise<void>;
  readonly unassign: (id: number, group: Team["groups"][number]) => Promise<void>;
  /** Gives the followup's number. */
  readonly follow: (id: number, html: string, isPrivate: boolean) => Promise<number>;
  readonly solve: (id: number, html: string) => Promise<void>;
  readonly attach: (id: number, file: FileToSend) => Promise<number>;
  readonly download: (document: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
};

/** A number of GLPI's; another's id leads nowhere. */
export function numberOf(id: string): number {
  if (!/^\d{1,15}$/.test(id)) throw new RemoteError({ problem: "not_found", words: `${id.slice(0, 40)} is no number of a ticket`, arrived: "no" });
  return Number(id);
}

/** Undefined where there is no such thing, or none that we may see. */
export function ifThere<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  return asked.catch((error: unknown) => {
    if (error instanceof RemoteError && (error.problem === "not_found" || error.problem === "forbidden")) return undefined;
    throw error;
  });
}

/** The id of a group by its name, or by its complete name where several have it. */
export async function groupNamed(api: Pick<GlpiApi, "groups">, name: string): Promise<number> {
  const all = await api.groups();
  const named = (of: (group: Group) => string): readonly Group[] => all.filter((group) => of(group).trim().toLowerCase() === name.trim().toLowerCase());
  const exact = named((group) => group.completeName);
  const found = exact.length === 1 ? exact : named((group) => group.name);
  if (found.length === 1 && found[0] !== undefined) return found[0].id;
  throw notAccepted(`GLPI shows us ${found.length === 0 ? "no" : "more than one"} group ${name.slice(0, 100)}; there are: ${all.slice(0, 30).map(({ completeName }) => completeName).join(", ")}`, "Name one of those in the connector's mapping (the complete name, where several have the same), or give the account the right to see it.");
}

/** A group's name as settings use it. */
export function nameOf(all: readonly Group[], id: number): string {
  const group = all.find((one) => one.id === id);
  if (group === undefined) return `group ${id}`;
  return all.filter(({ name }) => name === group.name).length > 1 ? group.completeName : group.name;
}
