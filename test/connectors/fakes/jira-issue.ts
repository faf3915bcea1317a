// Issues of the fake Jira, the steps between their states, and its refusals.
export type Json = Record<string, unknown>;
export type Person = { readonly displayName: string; readonly accountId: string; readonly timeZone: string };
export type FakeComment = { readonly id: string; readonly author: Person; readonly created: Date; readonly body: unknown; readonly isInternal: boolean; readonly role: string | null };
export type FakeFile = { readonly id: string; readonly author: Person; readonly name: string; readonly type: string; readonly bytes: Buffer };
export type FakeIssue = {
  readonly id: string; key: string; project: string; type: string; summary: string; description: unknown; status: string; priority: string; components: string[]; resolution: string | null; duedate: string | null;
  readonly fields: Json; readonly properties: Map<string, unknown>; readonly comments: FakeComment[]; readonly files: FakeFile[]; readonly histories: { created: Date; author: Person; items: { field: string; toString: string }[] }[];
  readonly created: Date; updated: Date;
};

export const CATEGORY: Readonly<Record<string, string>> = { "To Do": "new", "Waiting for support": "new", "In Progress": "indeterminate", "In Review": "indeterminate", "Waiting for customer": "indeterminate", Pending: "indeterminate", Done: "done", Resolved: "done", Closed: "done", Canceled: "done" };
export type Step = { readonly id: string; readonly name: string; readonly to: string; readonly asksResolution?: boolean };
export const PLAIN: Readonly<Record<string, readonly Step[]>> = {
  "To Do": [{ id: "11", name: "Start", to: "In Progress" }, { id: "12", name: "Refuse", to: "Canceled" }],
  "In Progress": [{ id: "21", name: "Stop", to: "To Do" }, { id: "22", name: "Review", to: "In Review" }, { id: "23", name: "Finish", to: "Done", asksResolution: true }],
  "In Review": [{ id: "31", name: "Back", to: "In Progress" }, { id: "32", name: "Accept", to: "Done", asksResolution: true }],
  // The same id, another step.
  Done: [{ id: "11", name: "Reopen", to: "To Do" }],
  Canceled: [],
};
export const SERVICE: Readonly<Record<string, readonly Step[]>> = {
  "Waiting for support": [{ id: "851", name: "Respond", to: "Waiting for customer" }, { id: "861", name: "Start", to: "In Progress" }],
  "Waiting for customer": [{ id: "781", name: "Answer", to: "Waiting for support" }],
  "In Progress": [{ id: "871", name: "Pause", to: "Pending" }, { id: "761", name: "Resolve", to: "Resolved", asksResolution: true }, { id: "751", name: "Cancel", to: "Canceled" }],
  Pending: [{ id: "881", name: "Go on", to: "In Progress" }],
  Resolved: [{ id: "891", name: "Back to in progress", to: "In Progress" }, { id: "901", name: "Close", to: "Closed" }],
  Closed: [], Canceled: [],
};

export const COMPONENTS = ["Network", "Service Desk", "Beside"];

/** An answer that is none of success, as Jira words it. */
export class Refusal extends Error {
  readonly status: number;
  readonly json: Json;
  constructor(status: number, errorMessages: readonly string[], errors: Json = {}) {
    super(errorMessages.join());
    this.status = status;
    this.json = { errorMessages, errors };
  }
}

export type Call = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly json: Json; readonly body: Buffer; readonly headers: Readonly<Record<string, string | undefined>> };
export type Said = { readonly status?: number; readonly json?: unknown; readonly bytes?: Buffer; readonly location?: string };
