// The form of a verb, loaded when it is asked for: inline where it can be taken back, in a dialogue where something leaves.
import { lazy, Suspense } from "react";
import type { AlertAction, AlertPage, AlertRow } from "../../data/alerts.ts";
import { explanationsOf } from "./explanations.ts";
import type { Triage } from "./use-triage.ts";

export type FormName = "verdict" | "assign" | "comment" | "escalate" | "incident";

const VerdictForm = lazy(async () => ({ default: (await import("./verdict-form.tsx")).VerdictForm }));
const AssignForm = lazy(async () => ({ default: (await import("./assign-form.tsx")).AssignForm }));
const CommentForm = lazy(async () => ({ default: (await import("./comment-form.tsx")).CommentForm }));
const EscalateDialog = lazy(async () => ({ default: (await import("./escalate-dialog.tsx")).EscalateDialog }));
const IncidentDialog = lazy(async () => ({ default: (await import("./incident-dialog.tsx")).IncidentDialog }));

type Props = {
  readonly form: FormName | undefined;
  /** What the verb acts on. */
  readonly rows: readonly AlertRow[];
  readonly triage: Triage;
  readonly close: () => void;
  /** The page of the one that is acted on, as far as it is known. */
  readonly page?: AlertPage | undefined;
  /** A verdict was taken: the cursor may go on. */
  readonly judged?: () => void;
  /** One comment for all, written elsewhere. */
  readonly hasComment?: boolean;
  readonly extra?: { readonly comment: string; readonly visibility: "internal" | "shared" } | undefined;
};

export const Desk = (props: Props) => (props.form === undefined || props.rows.length === 0 ? null : <Suspense><Shown {...props} form={props.form} /></Suspense>);

function Shown({ form, rows, triage, close, page, judged, hasComment = true, extra }: Props & { readonly form: FormName }) {
  const { act, isBusy, problem } = triage;
  const run = async (action: AlertAction): Promise<void> => {
    const done = await act(rows, action);
    if (done === undefined) return;
    close();
    if (action.do === "judge") judged?.();
  };
  const shared = { isBusy, problem, cancel: close };
  const said: { readonly comment?: string; readonly visibility?: "internal" | "shared" } = extra === undefined || extra.comment === "" ? {} : extra;
  switch (form) {
    case "verdict": return <VerdictForm {...shared} hasComment={hasComment} explanations={page === undefined ? [] : explanationsOf(page)} judge={(action) => void run({ ...action, ...said })} />;
    case "assign": return <AssignForm {...shared} assign={(to) => void run({ do: "assign", to, ...(said.comment === undefined ? {} : { comment: said.comment }) })} release={rows.some(({ owner }) => owner !== null) ? () => void run({ do: "release" }) : undefined} />;
    case "comment": return <CommentForm {...shared} send={(text, visibility) => void run({ do: "comment", text, visibility })} />;
    case "escalate": return <EscalateDialog alert={rows[0]!} close={close} />;
    case "incident": return <IncidentDialog alerts={rows} close={close} />;
  }
}
