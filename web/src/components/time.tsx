// A point in time as the person reads it, with UTC on hover.
import { durationText, timeText, utcText } from "../format/time.ts";
import { useNow } from "./use-now.ts";

type Props = { readonly at: string | Date; readonly seconds?: boolean; readonly arrivedAt?: string | null };

/** `10:42`, `24 Nov 10:42`; seconds where evidence needs them. */
export function Time({ at, seconds = false, arrivedAt }: Props) {
  const now = useNow(60_000);
  const date = new Date(at);
  const arrival = arrivedAt === undefined || arrivedAt === null ? "" : ` / ${utcText(new Date(arrivedAt))}`;
  return <time className="number" dateTime={date.toISOString()} title={`${utcText(date)}${arrival}`}>{timeText(date, now, { seconds })}</time>;
}

/** How long ago, in two units at most. */
export function Age({ at }: { readonly at: string | Date }) {
  const now = useNow(10_000);
  const date = new Date(at);
  return <time dateTime={date.toISOString()} title={utcText(date)}>{durationText((now.getTime() - date.getTime()) / 1000)}</time>;
}
