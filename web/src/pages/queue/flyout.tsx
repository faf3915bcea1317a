// An alert beside the queue: the list stays live, and j and k keep working.
import { lazy, Suspense } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AssetCard } from "../../components/alert/asset-card.tsx";
import { EventList } from "../../components/alert/event-list.tsx";
import { NextStep } from "../../components/alert/next-step.tsx";
import { RuleLine } from "../../components/alert/rule-line.tsx";
import { Scoring } from "../../components/alert/scoring.tsx";
import { Sentence } from "../../components/alert/sentence.tsx";
import { Similar } from "../../components/alert/similar.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { Desk, type FormName } from "../../components/triage/desk.tsx";
import { Verbs } from "../../components/triage/verbs.tsx";
import type { Triage } from "../../components/triage/use-triage.ts";
import { alertQuery, type AlertAction, type AlertName, type AlertPage, type AlertRow } from "../../data/alerts.ts";
import { may, useMe } from "../../data/me.ts";
import { FlyoutHead } from "./flyout-head.tsx";
import alertStyles from "../../components/alert/alert.module.css";
import styles from "./flyout.module.css";

const ReopenForm = lazy(async () => ({ default: (await import("../../components/triage/reopen-form.tsx")).ReopenForm }));

type Props = {
  readonly name: AlertName;
  readonly row: AlertRow | undefined;
  readonly place: { readonly index: number; readonly total: number };
  readonly triage: Triage;
  readonly form: FormName | undefined;
  readonly setForm: (form: FormName | undefined) => void;
  readonly move: (by: number) => void;
  readonly close: () => void;
  readonly judged: () => void;
  readonly judgeAlike: (page: AlertPage) => Promise<unknown>;
  readonly makeException: () => void;
};

export function Flyout({ name, row, place, triage, form, setForm, move, close, judged, judgeAlike, makeException }: Props) {
  const { t } = useTranslation("alert");
  const me = useMe();
  const found = useQuery(alertQuery(name));
  const page = found.data;
  const shown = row ?? page;
  const act = (action: AlertAction): void => {
    if (shown !== undefined) void triage.act([shown], action);
  };
  return (
    <aside className={styles.flyout} aria-label={shown?.title ?? t("loading")} tabIndex={-1} data-flyout>
      <div className={styles.scroll}>
        {shown !== undefined && (
          <FlyoutHead row={shown} place={place} move={move} close={close}>
            <Verbs row={shown} isWatched={page?.attention.isWatched} open={setForm} act={act} makeException={makeException} />
          </FlyoutHead>
        )}
        {shown !== undefined && <Desk form={form} rows={[shown]} page={page} triage={triage} close={() => setForm(undefined)} judged={judged} />}
        {shown?.status === "closed" && shown.mergedInto === null && may(me, "alert:triage", shown.tenant) && <Suspense><div className={styles.reopen}><ReopenForm row={shown} triage={triage} /></div></Suspense>}
        {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
        {found.isPending && <Loading rows={12} />}
        {page !== undefined && <Body page={page} judgeAlike={may(me, "alert:triage", page.tenant) ? () => judgeAlike(page) : undefined} />}
      </div>
      {page !== undefined && <NextStep alert={page} />}
    </aside>
  );
}

const Body = ({ page, judgeAlike }: { readonly page: AlertPage; readonly judgeAlike: (() => Promise<unknown>) | undefined }) => (
  <>
    <section className={alertStyles["section"]}><Sentence sentence={page.sentence} /><Scoring alert={page} /></section>
    <AssetCard alert={page} />
    <Similar alert={page} judgeAlike={judgeAlike} />
    <EventList key={page.id} alert={page} />
    <RuleLine alert={page} />
  </>
);
