// A verb as it is asked for, on one alert or on many.
import type { Caller } from "../../core/index.ts";
import type { Visibility } from "../../timeline/index.ts";
import type { AlertsDb } from "../repo.ts";
import type { Outcome } from "./act.ts";
import { commentAlerts, markSeen, watchAlerts } from "./attend.ts";
import { assignAlerts, type Holder, releaseAlerts, takeAlerts } from "./hold.ts";
import { closeAlerts, judge, type Judging, reopenAlerts, unjudge } from "./judge.ts";
import { mergeAlerts } from "./merge.ts";

export type Action =
  | { readonly do: "take" | "watch" | "unwatch" | "seen" }
  | { readonly do: "assign"; readonly to: Holder; readonly comment?: string | undefined }
  | { readonly do: "release" | "unjudge" | "close"; readonly comment?: string | undefined }
  | { readonly do: "comment"; readonly text: string; readonly visibility?: Visibility | undefined }
  | ({ readonly do: "judge" } & Judging)
  | { readonly do: "reopen"; readonly why: string }
  | { readonly do: "merge"; readonly into: string; readonly comment?: string | undefined };

/** Does what was asked to alerts of one organisation. */
export function perform(db: AlertsDb, caller: Caller, alerts: readonly string[], action: Action): Promise<Outcome> {
  switch (action.do) {
    case "take": return takeAlerts(db, caller, alerts);
    case "assign": return assignAlerts(db, caller, alerts, action);
    case "release": return releaseAlerts(db, caller, alerts, action);
    case "comment": return commentAlerts(db, caller, alerts, action);
    case "judge": return judge(db, caller, alerts, action);
    case "unjudge": return unjudge(db, caller, alerts, action);
    case "close": return closeAlerts(db, caller, alerts, action);
    case "reopen": return reopenAlerts(db, caller, alerts, action);
    case "merge": return mergeAlerts(db, caller, alerts, action);
    case "watch": return watchAlerts(db, caller, alerts, true);
    case "unwatch": return watchAlerts(db, caller, alerts, false);
    case "seen": return markSeen(db, caller, alerts);
  }
}
