import type { AlertPage } from "../../data/alerts.ts";

const MOST = 40;

/** Values of what the rules looked at, by which a verdict may be explained. */
export function explanationsOf({ detectionList }: Pick<AlertPage, "detectionList">): { field: string; value: string }[] {
  const found = detectionList.flatMap(({ fields }) => Object.entries(fields)).flatMap(([field, value]) => (typeof value === "string" || typeof value === "number" ? [{ field, value: String(value) }] : []));
  return [...new Map(found.map((one) => [`${one.field}=${one.value}`, one])).values()].slice(0, MOST);
}
