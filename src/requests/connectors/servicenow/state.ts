// The values behind the states that people see.
import { notAccepted, RemoteError } from "../../../outbound/index.ts";
import type { ServiceNow } from "./instance.ts";
import { HOLD_REASONS, VALUES } from "./life.ts";
import { valueOf } from "./table.ts";

export type StateStep = { readonly state: string; readonly holdReason: string | null };

/** "On Hold: Awaiting Caller" → 3 and 1. A state that does not exist is refused before anything is written: there, it would be stored as it is. */
export async function stepInto(instance: ServiceNow, state: string): Promise<StateStep> {
  const { table } = instance.options;
  const states = await choices(instance, "state", VALUES[table]);
  const whole = states.get(plain(state));
  if (whole !== undefined) return { state: whole, holdReason: null };
  const colon = state.indexOf(":");
  const value = colon < 0 ? undefined : states.get(plain(state.slice(0, colon)));
  if (value === undefined) throw unknown("state", state, states);
  const reasons = await choices(instance, "hold_reason", HOLD_REASONS);
  const holdReason = reasons.get(plain(state.slice(colon + 1)));
  if (holdReason === undefined) throw unknown("reason for being on hold", state, reasons);
  return { state: value, holdReason };
}

const plain = (word: string): string => word.trim().toLowerCase();

const unknown = (what: string, state: string, known: ReadonlyMap<string, string>): RemoteError =>
  notAccepted(`${state.slice(0, 100)} is no ${what} there; there are: ${[...known.keys()].join(", ").slice(0, 300)}`, "Name one of those under moves, as it is shown in the language of the connector's account.");

/** Choices of a field by their labels: those of the table, else those of all tasks; without the right to read them, those out of the box. */
async function choices({ tables, options: { table } }: ServiceNow, field: string, usual: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const rows = await tables.rows("sys_choice", { query: `nameIN${table},task^element=${field}^inactive=false`, fields: ["name", "element", "label", "value", "inactive"], limit: 1_000 }).catch((error: unknown) => {
    if (error instanceof RemoteError && (error.problem === "forbidden" || error.problem === "not_found")) return [];
    throw error;
  });
  const ours = rows.filter((row) => valueOf(row, "element") === field && valueOf(row, "inactive") !== "true");
  const own = ours.filter((row) => valueOf(row, "name") === table);
  const all = own.length > 0 ? own : ours.filter((row) => valueOf(row, "name") === "task");
  return new Map(all.length > 0 ? all.map((row) => [plain(valueOf(row, "label")), valueOf(row, "value")]) : Object.entries(usual).map(([label, value]) => [plain(label), value]));
}
