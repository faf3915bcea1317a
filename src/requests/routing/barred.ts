// What may not be done without a person, by what the CMDB says of whom it hits. What it does not know is not harmless. Pure.
import type { RequestAction } from "../../contract/requests.ts";
import type { Target } from "../request.ts";

/** What a target may be: several machines of one name are all meant. */
export type Meant = {
  readonly machines: readonly { readonly name: string; readonly criticality: number; readonly isRetired: boolean }[];
  /** What the account is registered as. */
  readonly accounts: readonly ("privileged" | "service")[];
  /** Whether the organisation has said which accounts are of interest; if not, nothing is known of any. */
  readonly hasAccounts: boolean;
  /** An address of the organisation's own. */
  readonly isInside: boolean;
};

// What stands still if it is cut off is never touched without a person, whatever was agreed.
const NEVER_ALONE = 4;

// What is done to a machine needs a machine that the CMDB knows, however the target is called.
const ON_MACHINES: ReadonlySet<RequestAction> = new Set(["isolate-host", "stop-process", "quarantine-file"]);

/** Why neither silence nor an agreement may release it, in a sentence without its end; undefined: they may. */
export function barredBy({ action, target }: { readonly action: RequestAction; readonly target: Pick<Target, "kind" | "name"> }, { machines, accounts, hasAccounts, isInside }: Meant): string | undefined {
  const { kind, name } = target;
  const retired = machines.find(({ isRetired }) => isRetired);
  if (retired !== undefined) return `${retired.name} is retired in the CMDB`;
  const critical = machines.find(({ criticality }) => criticality >= NEVER_ALONE);
  if (critical !== undefined) return critical.name.toLowerCase() === name.toLowerCase() ? `${name} is critical` : `${name} may be ${critical.name}, which is critical`;
  if (kind === "account" && !isMachineAccount(name)) {
    if (accounts.length > 0) return `${name} is a ${accounts.join(" and ")} account`;
    return hasAccounts ? undefined : `The CMDB has no accounts: nobody knows whether ${name} is privileged`;
  }
  const isMachine = kind !== "indicator" || isInside || ON_MACHINES.has(action);
  if (!isMachine) return undefined;
  if (machines.length > 1) return `The CMDB has several that may be ${name}: ${machines.map((one) => one.name).slice(0, 5).join(", ")}`;
  return machines.length === 0 ? `The CMDB does not know ${name}` : undefined;
}

/** Windows writes the account of a machine with a dollar at its end. */
export const isMachineAccount = (name: string): boolean => /^(?:[^\\]{1,255}\\)?[^\\@]{1,255}\$$/.test(name);

/** An account without its domain, in lower case: DOMAIN\name, name@domain, name. */
export function bareAccount(name: string): string {
  const behind = name.slice(name.lastIndexOf("\\") + 1);
  return (behind.split("@")[0] ?? behind).toLowerCase();
}
