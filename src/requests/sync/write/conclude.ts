// What became of a write is written down; what was not accepted is said where people look: in the request.
import { emit, record, type TenantDb } from "../../../store/index.ts";
import { addEntry } from "../../../timeline/index.ts";
import { takeRequest } from "../../find.ts";
import type { Asker } from "../../request.ts";
import { factDetails, subjectOf } from "../../step.ts";
import type { StoredConnector } from "../setup/connector.ts";
import { ticketsOf } from "../ticket/repo.ts";
import type { Ended } from "./ended.ts";
import { type StoredWrite, takeWrite, updateWrite } from "./repo.ts";

const WHAT = { ticket: "the ticket made anew", comment: "a comment", state: "the change of state", queue: "the change of team", file: "a file" } as const satisfies Record<StoredWrite["content"]["kind"], string>;

/** Nothing, if a person or another process ended it meanwhile. */
export async function conclude(db: TenantDb, { caller, stored }: { readonly caller: Asker; readonly stored: StoredConnector }, { id, attempt, request: requestId, ticketKey, content }: StoredWrite, ended: Ended): Promise<void> {
  // The request first, as all who change one.
  const request = ended.state === "refused" ? await takeRequest(db, caller, requestId) : undefined;
  const write = await takeWrite(db, stored.id, id);
  if (write === undefined || write.attempt !== attempt || !["queued", "sending", "unknown"].includes(write.state)) return;
  await updateWrite(db, id, { ...ended, at: caller.now });
  if (request === undefined) return;
  const number = (await ticketsOf(db, request.id)).find(({ key }) => key === ticketKey)?.number ?? ticketKey;
  const details = { connector: stored.id, write: id, kind: content.kind };
  await record(db, caller, { action: "request.not-written", subject: request.ref, details: { ...details, name: stored.name, words: ended.words ?? null } });
  await emit(db, caller, { kind: "request.not-written", subject: request.id, details: { ...factDetails(request), ...details } });
  await addEntry(db, caller, { subject: subjectOf(request), type: "fact", visibility: "shared", text: `${stored.name} did not take ${WHAT[content.kind]} for ${number}: ${ended.words ?? ""} ${ended.todo ?? ""}`.trim(), details });
}
