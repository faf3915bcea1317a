import type { Schemas } from "../../data/client.ts";

/** What the platform proposes to ask the client. */
export type Draft = Schemas["EscalationDraft"];
export type DraftText = Draft["text"];
