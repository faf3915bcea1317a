// The neighbours of the cursor are asked for while the hand rests: the next step finds them there.
import { useEffect } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { alertEventsQuery, alertQuery, type AlertRow } from "../../data/alerts.ts";
import type { Cursor } from "./use-cursor.ts";

const RESTS_MS = 120;
const STEPS = [1, 2, -1];

export function usePrefetch({ index, isOpen }: Cursor, rows: readonly AlertRow[]): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isOpen || index < 0) return undefined;
    const timer = setTimeout(() => {
      for (const step of STEPS) {
        const row = rows[index + step];
        if (row === undefined) continue;
        void client.query(alertQuery(row)).catch(() => undefined);
        if (step === 1) void client.query(alertEventsQuery(row)).catch(() => undefined);
      }
    }, RESTS_MS);
    return () => clearTimeout(timer);
  }, [client, index, isOpen, rows]);
}
