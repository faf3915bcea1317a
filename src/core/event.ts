import type { Fields } from "./fields.ts";

/** Where a record came from: the file (and, inside an archive, `archive.zip!member`) and its number there, from 1. */
export type Provenance = { readonly path: string; readonly record: number };

/**
 * One record, understood far enough to be matched: what wrote it, when, where, and its fields.
 *
 * `product`, `channel` and `code` say which log source it is; the log-source map turns them into Sigma's
 * category, product and service. They are data of the log, not of Vigie, so they are compared without case.
 */
export type Event = {
  /** The product in Sigma's words: `windows`, `linux`, `zeek`, `aws`, `nginx`…; "" when nobody recognised the record. */
  readonly product: string;
  /** Which of the product's logs: the Windows channel, the Zeek path, the syslog program, `cloudtrail`…; "" if it has one only. */
  readonly channel: string;
  /** The product's own number or name of this kind of record (ECS `event.code`): the Windows event id, Suricata's event type… */
  readonly code: string | number | undefined;
  /** Event time as the product wrote it; read it with `timeMs`. Undefined when the record has none. */
  readonly time: string | number | undefined;
  readonly host: string | undefined;
  /** Native names and values: what Sigma's taxonomy calls for. */
  readonly fields: Fields;
  /** The line itself for logs made of text: keyword rules search it besides the values. Undefined for structured records. */
  readonly text: string | undefined;
  /**
   * The JSON text that `fields` was parsed from, where it was. It is never matched: it only lets keyword rules
   * rule a record out with one native search. It must hold every value of `fields` that is a string.
   */
  readonly json: string | undefined;
  readonly source: Provenance;
  /** True where somebody says whose record it is, and it is of none of the forms that this technology's mapping knows: only its envelope is understood. */
  readonly isUnread?: boolean | undefined;
};
