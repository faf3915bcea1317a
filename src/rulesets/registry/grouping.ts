import type { SystemDb } from "../../store/index.ts";
import type { RuleChange } from "./change.ts";
import { overridesOfTenants } from "./repo.ts";

/** What these organisations decided of how detections of a rule are grouped, by organisation and rule. */
export async function groupingChoices(db: SystemDb, detections: readonly { readonly tenant: string }[]): Promise<(tenant: string, rule: string) => RuleChange["grouping"]> {
  const overrides = await overridesOfTenants(db, [...new Set(detections.map(({ tenant }) => tenant))]);
  return (tenant, rule) => overrides.get(`${tenant}\n${rule}`)?.grouping;
}
