// The verbs of alerts: at once where they can be taken back, and with what the API refused.
import { useCallback, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { actOn, patchRows, type AlertAction, type AlertName, type AlertRow, type Done } from "../../data/alerts.ts";
import { ApiProblem } from "../../data/client.ts";
import { useMe } from "../../data/me.ts";
import { useTranslation } from "react-i18next";

/** What was done last, and how it is taken back. */
export type LastDone = { readonly what: string; readonly names: readonly AlertName[]; readonly undo: AlertAction | undefined; readonly refused: Done["refused"]; readonly at: number };

const UNDO: Partial<Readonly<Record<AlertAction["do"], AlertAction>>> = { take: { do: "release" }, judge: { do: "unjudge" }, watch: { do: "unwatch" }, unwatch: { do: "watch" } };

export type Triage = {
  readonly act: (rows: readonly AlertRow[], action: AlertAction) => Promise<Done | undefined>;
  readonly undo: () => void;
  readonly last: LastDone | undefined;
  readonly isBusy: boolean;
  readonly problem: string | undefined;
  readonly forget: () => void;
};

/** The row as it will be if nothing is refused. */
function expected(row: AlertRow, action: AlertAction, me: { readonly id: string; readonly who: string }): AlertRow {
  if (action.do === "take") return { ...row, owner: { ...me, since: new Date().toISOString() }, status: row.status === "new" ? "in_progress" : row.status };
  if (action.do === "judge") return { ...row, verdict: action.verdict, ...(action.closes ?? action.verdict !== "true_positive" ? { status: "closed" as const, turn: null } : {}) };
  return row;
}

export function useTriage(): Triage {
  const { t } = useTranslation("alert");
  const client = useQueryClient();
  const me = useMe();
  const [last, setLast] = useState<LastDone>();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = useCallback(async (rows: readonly AlertRow[], action: AlertAction): Promise<Done | undefined> => {
    setBusy(true);
    setProblem(undefined);
    try {
      patchRows(client, rows.map((row) => expected(row, action, { id: `person:${me.person?.id}`, who: me.name })));
      const done = await actOn(rows, action);
      patchRows(client, [...rows.filter(({ id }) => !done.done.some((one) => one.id === id)), ...done.done]);
      for (const tenant of new Set(rows.map((row) => row.tenant))) void client.invalidateQueries({ queryKey: ["alert", tenant] });
      return done;
    } catch (error) {
      patchRows(client, rows);
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" }));
      return undefined;
    } finally {
      setBusy(false);
    }
  }, [client, me, t]);
  const act = useCallback(async (rows: readonly AlertRow[], action: AlertAction) => {
    const done = await send(rows, action);
    if (done === undefined) return undefined;
    const what = rows.length === 1 ? t(`did.${action.do}`, { ref: rows[0]!.ref }) : t(`didMany.${action.do}`, { count: done.done.length });
    setLast({ what, names: done.done.map(({ tenant, id }) => ({ tenant, id })), undo: done.done.length > 0 ? UNDO[action.do] : undefined, refused: done.refused, at: Date.now() });
    return done;
  }, [send, t]);
  const undo = useCallback(() => {
    if (last?.undo === undefined) return;
    const { names, undo: action } = last;
    setLast(undefined);
    const takeBack = async (): Promise<void> => {
      try {
        const { done, refused } = await actOn(names, action);
        patchRows(client, done);
        for (const tenant of new Set(names.map((name) => name.tenant))) void client.invalidateQueries({ queryKey: ["alert", tenant] });
        setLast({ what: t("undone", { count: done.length }), names, undo: undefined, refused, at: Date.now() });
      } catch (error) {
        setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" }));
      }
    };
    void takeBack();
  }, [last, client, t]);
  const forget = useCallback(() => {
    setLast(undefined);
    setProblem(undefined);
  }, []);
  return { act, undo, last, isBusy, problem, forget };
}
