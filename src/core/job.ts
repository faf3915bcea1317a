/** Work that a process does again and again while the platform runs. */
export type Job = {
  readonly name: string;
  /** How long to rest after a run that found nothing more. */
  readonly everyMs: number;
  /** Does a bounded part; true: there is more, run it again at once. What throws is logged and tried again. */
  readonly run: () => Promise<boolean>;
  /** Waits for what it began and did not wait for. */
  readonly end?: () => Promise<void>;
};
