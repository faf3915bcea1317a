/** What went wrong with a system outside, in one word. */
export type RemoteProblem =
  /** Name, connection or certificate: nobody was spoken to. */
  | "unreachable"
  /** No answer, or half of one. */
  | "cut"
  /** It does not know us, or no longer. */
  | "unauthorized"
  /** It knows us, and we may not. */
  | "forbidden"
  | "not_found"
  /** Somebody else changed it in between. */
  | "changed"
  /** It said what it does not accept. */
  | "refused"
  /** Too many requests. */
  | "busy"
  | "failing"
  /** It answered something that is not of its API: a page of a proxy, a system that sleeps. */
  | "garbage";

export type RemoteErrorDetails = {
  readonly problem: RemoteProblem;
  /** What the other side said, short and without markup. Text that comes from outside. */
  readonly words: string;
  /** Whether what was to be written may be there all the same. */
  readonly arrived: "no" | "maybe";
  readonly status?: number | undefined;
  /** When the other side wants to be asked again, in milliseconds from now. */
  readonly afterMs?: number | undefined;
  /** What a person can do about it; none: the sentence of its kind. */
  readonly todo?: string | undefined;
};

const ADVICE: Readonly<Record<RemoteProblem, string>> = {
  unreachable: "See whether the address is right, the name resolves, the network lets us through and the certificate is valid.",
  cut: "It is tried again by itself. If it goes on, see whether the other side is slow or a proxy cuts connections.",
  unauthorized: "Give the connector a valid account or token: it was refused, or has expired.",
  forbidden: "Give the account the right that is missing: docs/connectors lists what it needs.",
  not_found: "It was removed, moved out of what the account may see, or the address of the API is not right.",
  changed: "It is read again and tried anew by itself.",
  refused: "Mend the mapping of the connector, or what the other side demands, then send it again.",
  busy: "It is tried again by itself, later. If it goes on, lower the connector's budget or raise the limit of the account.",
  failing: "It is tried again by itself. If it goes on, tell whoever runs the other side.",
  garbage: "What answers is not the API: see whether the address is right, and whether the system sleeps or a proxy asks for a sign-in.",
};

// None of these gets better by being tried again as it is.
const LASTING: ReadonlySet<RemoteProblem> = new Set(["unauthorized", "forbidden", "not_found", "refused"]);

/** A system outside did not do what it was asked. */
export class RemoteError extends Error {
  readonly problem: RemoteProblem;
  readonly words: string;
  readonly arrived: "no" | "maybe";
  readonly status: number | undefined;
  readonly afterMs: number | undefined;
  readonly todo: string;

  constructor({ problem, words, arrived, status, afterMs, todo }: RemoteErrorDetails) {
    super(`${problem}: ${words}`);
    this.name = "RemoteError";
    this.problem = problem;
    this.words = words;
    this.arrived = arrived;
    this.status = status;
    this.afterMs = afterMs;
    this.todo = todo ?? ADVICE[problem];
  }

  /** Whether it stays so until somebody changes something. */
  get isLasting(): boolean {
    return LASTING.has(this.problem);
  }
}

/** What the other side accepted, and did not do: 200 is not success. */
export const notAccepted = (words: string, todo?: string): RemoteError => new RemoteError({ problem: "refused", words, arrived: "no", todo });
