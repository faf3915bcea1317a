// What is to be written into a ticket, as the API shows it.
import type { z } from "zod";
import type { ConnectorWrite } from "../contract/connectors.ts";
import type { StoredWrite } from "../requests/index.ts";
import { iso, isoOrNull } from "./routes.ts";

export const presentWrite = ({ id, connector, request, ticketKey, content, state, attempt, dueAt, endedAt, words, todo, madeAt }: StoredWrite): z.infer<typeof ConnectorWrite> =>
  ({ id, connector, request, ticketKey, kind: content.kind, text: content.kind === "comment" ? content.text : content.kind === "ticket" ? content.would?.title ?? null : null, state, attempt, dueAt: iso(dueAt), endedAt: isoOrNull(endedAt), words, todo, madeAt: iso(madeAt) });
