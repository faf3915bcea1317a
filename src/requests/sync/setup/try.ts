// A test of the whole way: a ticket is made, found, read, commented and ended, and says that there is nothing to do.
import type { Caller } from "../../../core/index.ts";
import { RemoteError } from "../../../outbound/index.ts";
import { record, withTenant } from "../../../store/index.ts";
import type { Connector } from "../../connectors/connector.ts";
import { kindOf, openConnector } from "./connector.ts";
import { type ManageDeps, notThere, type Place } from "./manage.ts";
import { mappingOf } from "../ticket/mapping.ts";
import { selectConnector } from "./repo.ts";

export type Step = { readonly name: string; readonly ok: boolean; readonly words: string };
export type Tried = { readonly ok: boolean; readonly ticket: string | null; readonly steps: readonly Step[] };

/** Tries a connector with a ticket of its own in a queue. It is journalled, and no request. */
export async function tryConnector(deps: ManageDeps, caller: Caller, { tenant, id }: Place, queue: string): Promise<Tried> {
  const stored = await withTenant(deps.state, tenant, (db) => selectConnector(db, id));
  if (stored === undefined) throw notThere(id);
  const kind = kindOf(deps, stored.kind);
  const connector = openConnector(deps, stored);
  const key = `TEST-${deps.newId().replace(/[^A-Za-z0-9]/g, "").slice(0, 12).toUpperCase()}`;
  const steps: Step[] = [];
  const made: { ticket: string | null } = { ticket: null };
  const end = mappingOf(kind, stored.settings).moveTo("cancelled");
  try {
    for (const [name, does] of stepsOf(connector, { key, queue, end, reads: kind.capabilities.reads, comments: kind.capabilities.comments.length > 0, transitions: kind.capabilities.transitions }, made)) {
      steps.push({ name, ok: true, words: await does() });
    }
  } catch (error) {
    if (!(error instanceof RemoteError)) throw error;
    steps.push({ name: "failed", ok: false, words: `${error.words} ${error.todo}` });
  } finally {
    await connector.close?.();
  }
  const ok = steps.every((step) => step.ok);
  await withTenant(deps.state, tenant, (db) => record(db, caller, { action: "connector.tried", subject: id, details: { name: stored.name, queue, ok, ticket: made.ticket } }));
  return { ok, ticket: made.ticket, steps };
}

type Wanted = { readonly key: string; readonly queue: string; readonly end: string | undefined; readonly reads: boolean; readonly comments: boolean; readonly transitions: boolean };

function stepsOf(connector: Connector, { key, queue, end, reads, comments, transitions }: Wanted, made: { ticket: string | null }): readonly (readonly [string, () => Promise<string>])[] {
  const id = (): string => made.ticket ?? "";
  const text = `Test of the SOC's connection: there is nothing to do.\n\n— ${key}`;
  const read = async (): Promise<string> => {
    const reading = await connector.read(id());
    if (reading.found !== "yes") throw new RemoteError({ problem: "not_found", words: `the ticket ${id()} was made and cannot be read`, arrived: "no" });
    const { number, title, queue: is, state } = reading.ticket;
    if (is !== null && is !== queue) throw new RemoteError({ problem: "refused", words: `It is in "${is}" in place of "${queue}".`, arrived: "no" });
    return `${number} in ${is ?? "no queue"}, ${state}: ${title}`;
  };
  return [
    ["create", async () => {
      made.ticket = await connector.create({ key, title: `[${key}] Test of the SOC's connection`, text: [{ kind: "text", text: "There is nothing to do. This ticket is ended by itself." }], queue, priority: null, asset: null, dueAt: null });
      return made.ticket;
    }],
    ...(reads ? [["read", read] as const, ["find", async () => `found: ${(await connector.findByKey(key)).found}`] as const] : []),
    ...(comments ? [["comment", async () => (await connector.comment(id(), text, "public", key)) ?? "written"] as const] : []),
    ...(transitions && end !== undefined ? [["end", async () => {
      await connector.transition(id(), end, "Test", null);
      return end;
    }] as const] : []),
  ];
}
