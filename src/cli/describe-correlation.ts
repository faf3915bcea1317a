import type { Detection } from "../detect/index.ts";
import { amount, duration, number } from "./terminal-text.ts";

/** What a correlation counted and over how long, as an analyst would say it: `30 different values of id.resp_h in 3 min`. */
export function describeCorrelation({ firstTime, ...found }: NonNullable<Detection["correlation"]>, time: string | null): string {
  const span = Date.parse(time ?? "") - Date.parse(firstTime);
  return Number.isFinite(span) ? `${counted(found)} in ${duration(span)}` : counted(found);
}

function counted({ type, figure, of, percentile }: Omit<NonNullable<Detection["correlation"]>, "firstTime">): string {
  const fields = of.join(" and ");
  switch (type) {
    case "event_count": return amount(figure, "event");
    case "value_count": return `${amount(figure, "different value")} of ${fields}`;
    case "value_sum": return `${fields} adds up to ${number(figure)}`;
    case "value_avg": return `${fields} is ${number(figure)} on average`;
    case "value_median": return `${fields} has the median ${number(figure)}`;
    case "value_percentile": return `${fields} has the ${percentile ?? ""}th percentile ${number(figure)}`;
    case "temporal": return figure === 1 ? "1 rule" : `${number(figure)} rules together`;
    case "temporal_ordered": return figure === 1 ? "1 rule" : `${number(figure)} rules one after the other`;
  }
}
