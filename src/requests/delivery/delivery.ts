// How requests reach a team outside the platform. Connectors implement this; deliver.test.ts says what is asked of them.
import type { DeliverySheet } from "./sheet.ts";

/** What is known of a request on the other side. */
export type ReadBack =
  | { readonly found: "yes"; readonly remoteId: string; readonly status?: string | undefined }
  | { readonly found: "no" }
  /** It may be there: its search lags, does not answer, or cannot look for our key. */
  | { readonly found: "unknown"; readonly why: string };

export type Sent =
  | { readonly ok: true; readonly remoteId: string }
  /** For sure nothing arrived; try again later, or never. */
  | { readonly ok: false; readonly problem: string; readonly retry: boolean };

/**
 * A system outside. What throws on `send` may have arrived: it is looked up by its key before it is sent again, and shown
 * as unknown where that cannot be told. So nothing is there twice, and nothing is lost in silence.
 */
export type Delivery = {
  readonly channel: string;
  readonly send: (sheet: DeliverySheet, key: string) => Promise<Sent>;
  readonly readBack: (key: string) => Promise<ReadBack>;
  readonly comment: (remoteId: string, text: string, key: string) => Promise<Sent>;
};

/** The platform itself: the team reads its requests here, and mail tells them to look (src/notify, by the fact `request.sent`). */
export const PORTAL = "portal";

/** The system in which an organisation's teams work; undefined: the platform itself. */
export type DeliveryOf = (tenant: string, team: string) => Delivery | undefined;
