// Which side may decide what: what both agreed on, and what their clocks run by, neither changes alone.
import { isDeepStrictEqual } from "node:util";
import type { SettingDocument, SettingKind } from "../../contract/settings.ts";
import { DomainError, type Caller } from "../../core/index.ts";

export type Side = Caller["side"];

/** What holds, and what somebody wants instead. */
type Step<Kind extends SettingKind> = { readonly side: Side; readonly before: SettingDocument<Kind>; readonly after: SettingDocument<Kind> };

const ALONE: { readonly [Kind in SettingKind]: (step: Step<Kind>) => boolean } = {
  "mode-matrix": () => false,
  "severity-scale": () => false,
  objectives: () => false,
  "pre-authorised-actions": () => false,
  // Fewer hours would make every objective easier to meet.
  "service-hours": () => false,
  // The client says when it is closed; on which public holidays the provider works is for both.
  holidays: ({ side, before, after }) => side === "client" && before.calendar === after.calendar,
  // Who is told is the provider's work. That more leaves the portal, and that the second channel changes, the client agrees to; that less does, either side says.
  notifications: ({ side, before, after }) => {
    const wider = WIDTHS.indexOf(after.disclosure) - WIDTHS.indexOf(before.disclosure);
    if (side === "client") return wider < 0 && isDeepStrictEqual({ ...before, disclosure: null }, { ...after, disclosure: null });
    return wider <= 0 && (before.secondChannel === null || isDeepStrictEqual(agreedChannel(before), agreedChannel(after)));
  },
  // Which rules watch is the provider's work. What is feared, and which gap is accepted, is for both (PDIS IV.2.1.b).
  "feared-incidents": ({ side, before, after }) => side === "provider" && isDeepStrictEqual(before.incidents.map(agreedPart), after.incidents.map(agreedPart)),
  contacts: () => true,
  // What may be kept from the client is for the client to say.
  exceptions: ({ side }) => side === "client",
};

// What leaves the portal, the least first.
const WIDTHS: readonly SettingDocument<"notifications">["disclosure"][] = ["reference", "reference-and-severity", "agreed-facts"];

const agreedChannel = ({ secondChannel }: SettingDocument<"notifications">) => secondChannel === null ? null : { channel: secondChannel.channel, testEveryMonths: secondChannel.testEveryMonths };

const agreedPart = ({ key, category, name, agreedOn, acceptedGap }: SettingDocument<"feared-incidents">["incidents"][number]) => ({ key, category, name, agreedOn, acceptedGap });

/** Whether a change holds without the other side's agreement. The platform's own changes need none. */
export const decidesAlone = <Kind extends SettingKind>(kind: Kind, step: Step<Kind>): boolean => step.side === "system" || ALONE[kind](step);

/** Refuses whoever may not decide on a proposal of that side: only a person of the other side may. */
export function requireOtherSide(caller: Caller, proposedBy: Side): void {
  if (!caller.id.startsWith("person:")) throw new DomainError("forbidden", "An agreement is given by a person: sign in, a key cannot agree to anything.");
  if (caller.side === proposedBy) throw new DomainError("forbidden", `The ${proposedBy} proposed this: somebody of the ${proposedBy === "client" ? "provider" : "client"} agrees or refuses; the ${proposedBy} may withdraw it.`);
}
