// The playbook at work, or those that fit; every step says where it stands and what may be done with it.
import { useState } from "react";
import { Button, NativeSelect, UnstyledButton } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { ApiProblem } from "../../data/client.ts";
import type { Incident } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import { usePlaybooks, useRun, useRunAct, useStartPlaybook, type IncidentPlaybooks } from "../../data/playbooks.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { languageNow } from "../../locales/index.ts";
import { Step } from "./step.tsx";
import styles from "./playbook.module.css";

export function Playbook({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  const { tenant, id } = incident;
  const { data, error, isPending, refetch } = usePlaybooks(tenant, id);
  const { run } = useView();
  const change = useChangeView();
  const shown = data?.runs.find((one) => one.id === run) ?? data?.runs.find((one) => one.state === "running") ?? data?.runs[0];
  return (
    <section className={styles.playbook} aria-label={t("part.playbook")}>
      {isPending && <Loading />}
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      {data !== undefined && data.runs.length > 1 && (
        <div className={styles.runs}>{data.runs.map((one) => <UnstyledButton key={one.id} className={styles.chip} aria-pressed={one.id === shown?.id} onClick={() => change({ run: one.id }, { replace: true })}>{one.playbook.title[languageNow()]}</UnstyledButton>)}</div>
      )}
      {shown !== undefined && <Run key={shown.id} tenant={tenant} id={shown.id} />}
      {data !== undefined && <Proposals incident={incident} proposals={data.proposals} isFirst={shown === undefined} />}
    </section>
  );
}

function Run({ tenant, id }: { readonly tenant: string; readonly id: string }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const name = { tenant, playbookRun: id };
  const { data: run, error, isPending, refetch } = useRun(name);
  const act = useRunAct(name);
  if (isPending) return <Loading />;
  if (run === undefined) return <Failed error={error} retry={() => void refetch()} />;
  const language = languageNow();
  const { done, of } = run.progress;
  const mayRun = may(me, "playbook:run", tenant) && run.state === "running";
  return (
    <>
      <header className={styles.head}>
        <h2>{t("part.playbook")}</h2><span className={styles.name}>{run.playbook.title[language]} v{run.playbook.version}</span>
        <span className={styles.count}>{t("run.progress", { done, of })}</span>
      </header>
      <span className={styles.bar} aria-hidden><span style={{ width: `${of === 0 ? 0 : (done / of) * 100}%` }} /></span>
      {run.state !== "running" && <p className={styles.muted}>{t(`run.state.${run.state}`)}{(run.ended?.reason ?? "") !== "" && <>: {run.ended?.reason}</>}</p>}
      {run.sections.map((section) => (
        <section key={section.key}>
          <h3 className={styles.section}>{section.title[language]}</h3>
          <ol className={styles.steps}>{section.steps.map((step) => <Step key={step.id} name={name} step={step} isNow={run.next?.step === step.id} />)}</ol>
        </section>
      ))}
      <div className={styles.verbs}>
        {mayRun && run.canFinish && <Button variant="filled" loading={act.isPending} onClick={() => act.mutate({ verb: "finish" })}>{t("run.finish")}</Button>}
        {run.canUndo && may(me, "incident:qualify", tenant) && <Button loading={act.isPending} onClick={() => act.mutate({ verb: "undo" })}>{t("run.undo")}</Button>}
        {mayRun && <AskReason label={t("run.stop")} verb={t("run.stopVerb")} run={(reason) => act.mutateAsync({ verb: "stop", reason })} />}
      </div>
      {act.error !== null && <p className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
    </>
  );
}

function Proposals({ incident: { tenant, id, stage }, proposals, isFirst }: { readonly incident: Incident; readonly proposals: IncidentPlaybooks["proposals"]; readonly isFirst: boolean }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const start = useStartPlaybook(tenant, id);
  const [isOpen, setOpen] = useState(isFirst);
  const language = languageNow();
  const [read, setRead] = useState<"en" | "fr">(language);
  const isOffered = may(me, "playbook:run", tenant);
  if (proposals.length === 0 || stage === "closed") return isFirst ? <><h2 className={styles.only}>{t("part.playbook")}</h2><p className={styles.muted}>{t("run.none")}</p></> : null;
  return (
    <>
      {isFirst ? <h2 className={styles.only}>{t("part.playbook")}</h2> : <UnstyledButton className={styles.others} aria-expanded={isOpen} onClick={() => setOpen((was) => !was)}>{t("run.others", { count: proposals.length })}</UnstyledButton>}
      {isOpen && isOffered && <NativeSelect className={styles.read} label={t("run.language")} value={read} onChange={(event) => setRead(event.currentTarget.value as "en" | "fr")} data={[{ value: "fr", label: "Français" }, { value: "en", label: "English" }]} />}
      {isOpen && (
        <ul className={styles.proposals}>
          {proposals.map(({ playbook, why }) => (
            <li key={playbook.name}>
              <strong>{playbook.title[language]}</strong>
              <p className={styles.muted}>{playbook.summary[language]}</p>
              <p className={styles.why}>{why.map((one) => one[language]).join(" ")}</p>
              {isOffered && <Button leftSection={<IconPlayerPlay size={14} aria-hidden />} loading={start.isPending && start.variables.playbook === playbook.name} onClick={() => start.mutate({ playbook: playbook.name, language: read })}>{t("run.start")}</Button>}
            </li>
          ))}
        </ul>
      )}
      {start.error !== null && <p className={styles.problem} role="alert">{start.error instanceof ApiProblem ? start.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
    </>
  );
}
