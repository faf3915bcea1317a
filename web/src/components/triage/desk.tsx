// The form of a verb, loaded when it is asked for: inline where it can be taken back, in a dialogue where something leaves.
import { lazy, Suspense } from "react";
import type { AlertName, AlertPage, AlertRow, Done } from "../../data/alerts.ts";
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
  readonly judged?: (names: readonly AlertName[]) => void;
  /** One comment for all, written elsewhere. */
  readonly hasComment?: boolean;
  readonly extra?: { readonly comment: string; readonly visibility: "internal" | "shared" } | undefined;
};

export const Desk = (props: Props) => (props.form === undefined || props.rows.length === 0 ? null : <Suspense><Shown {...props} form={props.form} /></Suspense>);

function Shown({ form, rows, triage, close, page, judged, hasComment = true, extra }: Props & { readonly form: FormName }) {
  const { act, isBusy, problem } = triage;
  const finish = (done: Done | undefined): void => {
    if (done !== undefined) close();
  };
  const shared = { isBusy, problem, cancel: close };
  const said = extra === undefined || extra.comment === "" ? {} : extra;
  switch (form) {
    case "verdict": return <VerdictForm {...shared} hasComment={hasComment} explanations={page === undefined ? [] : explanationsOf(page)} judge={(action) => void act(rows, { ...action, ...said }).then((done) => { finish(done); if (done !== undefined) judged?.(done.done); })} />;
    case "assign": return <AssignForm {...shared} assign={(to) => void act(rows, { do: "assign", to, ...(said.comment === undefined ? {} : { comment: said.comment }) }).then(finish)} release={rows.some(({ owner }) => owner !== null) ? () => void act(rows, { do: "release" }).then(finish) : undefined} />;
    case "comment": return <CommentForm {...shared} send={(text, visibility) => void act(rows, { do: "comment", text, visibility }).then(finish)} />;
    case "escalate": return <EscalateDialog alert={rows[0]!} close={close} />;
    case "incident": return <IncidentDialog alerts={rows} close={close} />;
  }
}
