// What leaves the platform: only what was agreed (PDIS IV.2.3.g). Pure.
import type { SettingDocument } from "../../contract/settings.ts";
import type { Request } from "../request.ts";
import { proofWords } from "../words.ts";

export type Disclosure = SettingDocument<"notifications">["disclosure"];

/** What a system outside gets: always the reference, the rest as far as was agreed. */
export type DeliverySheet = {
  readonly ref: string;
  readonly team: string | null;
  readonly severity: string | null;
  readonly title: string | null;
  readonly target: string | null;
  readonly place: string | null;
  readonly steps: readonly string[];
  readonly care: string | null;
  readonly proofs: readonly string[];
  readonly incident: string | null;
};

/** The request as a channel may carry it. Why it is asked stays in the platform, whatever was agreed. */
export function sheetFor(request: Request, disclosure: Disclosure): DeliverySheet {
  const { ref, routed, severity, title, target, place, steps, care, proofs, incident } = request;
  const least: DeliverySheet = { ref, team: routed.name, severity: null, title: null, target: null, place: null, steps: [], care: null, proofs: [], incident: null };
  if (disclosure === "reference") return least;
  if (disclosure === "reference-and-severity") return { ...least, severity };
  return { ...least, severity, title, target: target.name, place, steps, care, proofs: proofs.map(proofWords), incident: incident.ref };
}
