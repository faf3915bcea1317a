import type { Incident } from "../../data/incidents.ts";

/** What every dialogue of the menu is given. */
export type DialogProps = { readonly incident: Incident; readonly close: () => void };
