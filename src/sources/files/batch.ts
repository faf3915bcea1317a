/**
 * One record as it arrived: a text line, the XML of an event, the JSON text of one object, or one CSV row. `record` counts from 1; `offset` as in
 * `Rejected`, where the framer knows it.
 */
export type Line = { readonly text: string; readonly record: number; readonly offset?: number };

/** What the parser stage must do with each text of a batch. */
export type Format = "json" | "windows-xml" | "csv" | "text";

/** How the cells of a row are told apart and what the columns are called. */
export type Columns = {
  readonly names: readonly string[];
  readonly delimiter: string;
  /** `quoted` is RFC 4180; `w3c` (IIS) and `zeek` have no quotes and write `-` for nothing. */
  readonly dialect: "quoted" | "w3c" | "zeek";
  /** The Zeek log's `#path`, as `conn` or `dns`; "" elsewhere. */
  readonly log: string;
};

/** A part of the input that could not be read. The rest of it was. */
export type Rejected = {
  readonly path: string;
  readonly record: number;
  /** Byte where the part begins, in the unpacked UTF-8 text (in an EVTX: in the file); undefined if not known. */
  readonly offset: number | undefined;
  readonly reason: string;
  /** The beginning of the part, at most `REJECTED_TEXT_LIMIT` characters. */
  readonly text: string;
};

export const REJECTED_TEXT_LIMIT = 4096;

/** Records of one file that are handled alike, few enough to be worked on without a pause. */
export type Batch = {
  readonly type: "batch";
  /** The file, or `archive.zip!member`. */
  readonly path: string;
  readonly format: Format;
  /** Present exactly when `format` is `csv`. */
  readonly columns: Columns | undefined;
  readonly lines: readonly Line[];
  readonly rejected: readonly Rejected[];
  /** Bytes of the file on disk read so far (compressed ones, if it is compressed). */
  readonly bytesRead: number;
};

/** A file that holds no log, and what it is instead. */
export type Skipped = { readonly type: "skipped"; readonly path: string; readonly kind: string };

/** A file that could not be read at all, or not to its end. */
export type Failure = { readonly type: "failure"; readonly path: string; readonly reason: string };
