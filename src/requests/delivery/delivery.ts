// How requests reach a team outside the platform. Connectors implement this; deliver.test.ts says what is asked of them.
import type { TenantDb } from "../../store/index.ts";
import type { Request } from "../request.ts";
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
  /** Which connector it is; none: one that is not kept. */
  readonly connector?: string;
  /** What cannot be told yet is looked for again, some times, before a person is asked. */
  readonly asksAgain?: boolean;
  /** It is looked for before the first try, too. */
  readonly looksFirst?: boolean;
  /** It is not sent there: it may be there from before, and its team is asked elsewhere by now. */
  readonly looksOnly?: boolean;
  readonly send: (sheet: DeliverySheet, key: string) => Promise<Sent>;
  /** `tried`: how often it was sent, or looked for since. */
  readonly readBack: (key: string, tried: number) => Promise<ReadBack>;
  /** What is to be written down once it is there, in the same transaction. */
  readonly arrived?: (db: TenantDb, remoteId: string, key: string, at: { readonly isRerouted: boolean }) => Promise<void>;
};

/** It goes out later: the system outside is stopped, or does not answer. */
export type Waits = { readonly waits: string };

/** Where it may be, nobody can look any more. */
export type Lost = { readonly lost: string };

/** The platform itself: the team reads its requests here, and mail tells them to look (src/notify, by the fact `request.sent`). */
export const PORTAL = "portal";

/** The system in which the team of a request works; undefined: the platform itself. `on`: the connector on which it may be already. */
export type DeliveryOf = (db: TenantDb, request: Request, on: string | null) => Promise<Delivery | Waits | Lost | undefined>;
