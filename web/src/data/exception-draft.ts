// An exception while it is made: the draft of an alert, its backtest over the past, and the proposal.
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { AlertName } from "./alerts.ts";
import { api, type Paths, type Schemas } from "./client.ts";

export type ExceptionDraft = Schemas["ExceptionDraft"];
export type Backtest = Schemas["ExceptionBacktest"];
type Backtesting = Paths["/v1/tenants/{tenant}/exceptions/backtest"]["post"]["body"];
export type Scope = Backtesting["scope"];
export type Conditions = Backtesting["conditions"];
type Saving = Paths["/v1/tenants/{tenant}/exceptions"]["post"]["body"];

/** What the app would keep back, made of this alert and of how those like it were judged. */
export const exceptionDraftQuery = ({ tenant, id }: AlertName) => queryOptions({
  queryKey: ["exception-draft", tenant, id],
  queryFn: ({ signal }): Promise<ExceptionDraft> => api.post("/v1/tenants/{tenant}/alerts/{alert}/exception-draft", { path: { tenant, alert: id }, signal }),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
});

export const useBacktest = (tenant: string) => useMutation({ mutationFn: (body: Backtesting) => api.post("/v1/tenants/{tenant}/exceptions/backtest", { path: { tenant }, body }) });

/** Proposes it: in force at once, or with a second person's approval. */
export function useProposeException(tenant: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Saving) => api.post("/v1/tenants/{tenant}/exceptions", { path: { tenant }, body }),
    onSuccess: () => Promise.all(["exception", "alert"].map((noun) => client.invalidateQueries({ queryKey: [noun, tenant], refetchType: "active" }))),
  });
}
