/** By what the lines of a source are known; what is empty says nothing. */
export type SourceClaim = { readonly addresses: readonly string[]; readonly hostnames: readonly string[]; readonly listeners: readonly string[]; readonly certificates: readonly string[] };

/** What somebody says of a source. */
export type GivenSource = { readonly technology: string | null; readonly timezone: string; readonly zone: string | null; readonly claim: SourceClaim };

/** A source that was added while the platform ran. */
export type AddedSource = GivenSource & {
  readonly tenant: string;
  readonly name: string;
  /** Of the token that HTTP senders show; null: it has none. */
  readonly tokenHash: Uint8Array | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly changedAt: Date;
};
