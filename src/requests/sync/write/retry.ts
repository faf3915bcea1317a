// What a person does with what was refused, or cannot be told.
import { type Caller, DomainError } from "../../../core/index.ts";
import { record, type TenantDb } from "../../../store/index.ts";
import { takeWrite, updateWrite, type StoredWrite } from "./repo.ts";

const CAN: Readonly<Record<"again" | "drop", readonly StoredWrite["state"][]>> = { again: ["refused", "unknown", "dropped"], drop: ["queued", "refused", "unknown"] };

/** Tries it again, or lets it be. */
export async function settleWrite(db: TenantDb, caller: Caller, { connector, id }: { readonly connector: string; readonly id: number }, { verb, reason }: { readonly verb: "again" | "drop"; readonly reason: string }): Promise<void> {
  const write = await takeWrite(db, connector, id);
  if (write === undefined) throw new DomainError("not_found", `The connector has nothing to write by the number ${id}.`);
  if (!CAN[verb].includes(write.state)) throw new DomainError("conflict", `It is ${write.state}: ${verb === "again" ? "only what was refused, dropped or is unknown is tried again" : "it is over, or being written just now"}.`);
  if (verb === "again") await updateWrite(db, id, { state: write.state === "unknown" ? "unknown" : "queued", at: caller.now, attempt: 0, againAt: caller.now });
  else await updateWrite(db, id, { state: "dropped", at: caller.now, words: reason });
  await record(db, caller, { action: `connector.write-${verb}`, subject: write.ticketKey, reason, details: { connector, write: id, kind: write.content.kind } });
}
