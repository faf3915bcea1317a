// What the menu of a value does, and the keys beside its lines.
import { valuesAt } from "../../data/event-document.ts";
import { useChangeView } from "../../data/search.ts";
import { defang } from "../../format/visible.ts";
import { writeFilters, withFilter } from "./asked.ts";
import { ENTITIES, type Hunt, type Pressed } from "./hunt-context.ts";

export type Act = "in" | "out" | "only" | "around" | "timeline" | "tree" | "column" | "copy" | "defang";

const HOUR_MS = 3_600_000;

export function useActs(hunt: Hunt): (act: Act, pressed: Pressed) => void {
  const change = useChangeView();
  return (act, { field, value, event }) => {
    const filter = { field, value, isOut: act === "out", isOff: false };
    switch (act) {
      case "in":
      case "out": return hunt.setFilters(withFilter(hunt.filters, filter));
      case "only": return change({ q: undefined, f: writeFilters([filter]) });
      case "around": {
        const at = Date.parse(event?.time ?? hunt.asked.until);
        return change({ q: undefined, f: writeFilters([filter]), last: undefined, since: new Date(at - HOUR_MS).toISOString(), until: new Date(at + HOUR_MS).toISOString() });
      }
      case "timeline": {
        const [host] = event === undefined ? [] : valuesAt(event.event, "host.name");
        return change({ beside: "timeline", of: ENTITIES.has(field) ? `${field}|${value}` : `host.name|${host ?? ""}`, around: event?.time });
      }
      case "tree": return change({ beside: "tree", of: event?.id, around: event?.time });
      case "column": return hunt.setColumns(hunt.columns.includes(field) ? hunt.columns.filter((name) => name !== field) : withColumn(hunt.columns, field));
      case "copy": return void navigator.clipboard.writeText(value);
      case "defang": return void navigator.clipboard.writeText(defang(value));
    }
  };
}

/** Before what happened in words, which takes what is left. */
const withColumn = (columns: readonly string[], field: string): readonly string[] => [...columns.filter((name) => name !== "*"), field, ...(columns.includes("*") ? ["*"] : [])];

