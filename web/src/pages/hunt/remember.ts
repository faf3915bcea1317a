// What was searched in this window, newest first: it ends with the window, as queries may hold what is secret.
import type { View } from "../../data/search.ts";

export type Remembered = { readonly at: string; readonly view: View };
const KEPT = 30;
const nameOf = (tenant: string): string => `hunt-history:${tenant}`;

export function remembered(tenant: string): readonly Remembered[] {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(nameOf(tenant)) ?? "[]");
    return Array.isArray(read) ? (read as readonly Remembered[]) : [];
  } catch {
    return [];
  }
}

export function remember(tenant: string, view: View): void {
  const said = JSON.stringify(view);
  const kept = remembered(tenant).filter((one) => JSON.stringify(one.view) !== said);
  try {
    sessionStorage.setItem(nameOf(tenant), JSON.stringify([{ at: new Date().toISOString(), view }, ...kept].slice(0, KEPT)));
  } catch {
    // A window without storage has no history.
  }
}
