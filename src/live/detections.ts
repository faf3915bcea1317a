import type { RaisedBy } from "../detections/index.ts";
import type { TenantAtWork } from "./rules-at-work.ts";

/** A tenant's rules at work, as its detections tell of them. */
export function raisedBy({ tenant, rulesetVersion, compiled }: TenantAtWork): RaisedBy {
  const { files, titles, off } = compiled;
  return { tenant, rulesetVersion, files, titles, off, origin: "stream" };
}
