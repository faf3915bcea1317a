// Severity by an organisation's own scale: its levels may have other names than ours.
import type { Severity } from "../theme.ts";
import { SeverityBadge } from "./severity.tsx";

const OURS: ReadonlySet<string> = new Set<Severity>(["critical", "high", "medium", "low", "informational"]);

export const isOurs = (level: string): level is Severity => OURS.has(level);

/** A badge where the level is one of ours, else the name that the organisation gave it. */
export const OwnSeverity = ({ severity }: { readonly severity: string }) => (isOurs(severity) ? <SeverityBadge severity={severity} /> : <strong>{severity}</strong>);
