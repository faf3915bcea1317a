/** A whole event: its document under the names of ECS, and its line as it arrived. */
export type EvidenceEvent = {
  readonly id: string;
  readonly time: Date;
  readonly arrived: Date;
  readonly source: string;
  readonly collector: string;
  readonly technology: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly line: string;
};
