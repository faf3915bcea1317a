// The second means of notification is tested every six months, and at each change (PDIS IV.2.3.b).
import type { SettingDocument } from "../../contract/settings.ts";

type Notifications = SettingDocument<"notifications">;

/**
 * The day by which the second channel must be tested again, as YYYY-MM-DD; `changedOn` is the day since when it is the
 * one that it is. Undefined: there is none to test.
 */
export function secondChannelDueOn({ secondChannel }: Notifications, changedOn: string): string | undefined {
  if (secondChannel === null) return undefined;
  const { testedOn, testEveryMonths } = secondChannel;
  return testedOn === null || testedOn < changedOn ? changedOn : monthsLater(testedOn, testEveryMonths);
}

/** The same day so many months later, or the last one of a month that is shorter. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}
