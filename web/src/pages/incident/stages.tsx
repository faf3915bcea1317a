// Where it stands: reached stages with their time, the next ones to go to.
import { useState } from "react";
import { Textarea, UnstyledButton } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { Time } from "../../components/time.tsx";
import { useSetStage, type Incident } from "../../data/incidents.ts";
import { may, useMe } from "../../data/me.ts";
import styles from "./head.module.css";

const STAGES = ["open", "contained", "eradicated", "recovered", "closed"] as const;
type Stage = (typeof STAGES)[number];

export function Stages({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation(["incident", "incidents"]);
  const me = useMe();
  const [goal, setGoal] = useState<Exclude<Stage, "closed">>();
  const { stage, stageTimes, nextStages, tenant, id } = incident;
  const set = useSetStage({ tenant, incident: id });
  const at = STAGES.indexOf(stage);
  const mayGo = may(me, "incident:handle", tenant);
  const isBack = goal !== undefined && STAGES.indexOf(goal) < at;
  const run = (form: FormData): Promise<unknown> => {
    const reason = textOf(form, "reason").trim();
    return set.mutateAsync({ stage: goal!, ...(reason === "" ? {} : { reason }) });
  };
  return (
    <ol className={styles.stages} aria-label={t("stages")}>
      {STAGES.map((one, index) => {
        const isReached = index <= at;
        const Sign = isReached && index < at ? IconCircleCheck : one === "closed" && stage === "closed" ? IconCircleCheck : IconCircleDashed;
        const time = stageTimes[one];
        const inside = <><Sign size={16} stroke={1.75} aria-hidden />{t(`stage.${one}`, { ns: "incidents" })}{time !== undefined && isReached && <span className={styles.when}><Time at={time} /></span>}</>;
        const isNext = one !== "closed" && mayGo && nextStages.includes(one);
        return (
          <li key={one} className={styles.stage} data-state={index === at ? "here" : isReached ? "reached" : "later"} {...(index === at ? { "aria-current": "step" as const } : {})}>
            {isNext ? <UnstyledButton className={styles.go} onClick={() => setGoal(one)}>{inside}</UnstyledButton> : <span className={styles.go}>{inside}</span>}
          </li>
        );
      })}
      {goal !== undefined && (
        <FormDialog title={t("stage.title", { stage: t(`stage.${goal}`, { ns: "incidents" }) })} verb={t("stage.verb", { stage: t(`stage.${goal}`, { ns: "incidents" }) })} run={run} close={() => setGoal(undefined)}>
          <Textarea name="reason" label={t(isBack ? "stage.back" : "stage.why")} required={isBack} minLength={3} autosize minRows={2} data-autofocus />
        </FormDialog>
      )}
    </ol>
  );
}
