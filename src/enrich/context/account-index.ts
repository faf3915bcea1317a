import type { AccountFacts, AssetFacts } from "../../cmdb/index.ts";

/** A user as an event names it. */
export type UserNamed = { readonly name: string | undefined; readonly domain: string | undefined; readonly id: string | undefined; readonly email: string | undefined };

/** Accounts of interest by all forms in which logs write them. */
export class AccountIndex {
  readonly #byName: ReadonlyMap<string, readonly AccountFacts[]>;

  constructor(accounts: readonly AccountFacts[]) {
    this.#byName = Map.groupBy(accounts, ({ name }) => name);
  }

  /** What the user is; a local account is meant only on its own machine. */
  find(user: UserNamed, host: readonly AssetFacts[]): readonly AccountFacts["kind"][] {
    if (this.#byName.size === 0) return NONE;
    let kinds: AccountFacts["kind"][] | undefined;
    for (const form of formsOf(user)) {
      for (const { kind, asset } of this.#byName.get(form) ?? NONE) {
        if (asset !== null && !host.some(({ id }) => id === asset)) continue;
        kinds ??= [];
        if (!kinds.includes(kind)) kinds.push(kind);
      }
    }
    return kinds ?? NONE;
  }
}

const NONE: readonly never[] = [];

function formsOf({ name, domain, id, email }: UserNamed): readonly string[] {
  const forms: string[] = [];
  if (name !== undefined) {
    const plain = name.toLowerCase();
    forms.push(plain);
    if (domain !== undefined) forms.push(`${domain.toLowerCase()}\\${plain}`, `${plain}@${domain.toLowerCase()}`);
  }
  if (id !== undefined) forms.push(id.toLowerCase());
  if (email !== undefined) forms.push(email.toLowerCase());
  return forms;
}
