// Within which time each side does what.
import { NumberInput, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "../organisations.module.css";
import { AddRow, changed, Row, without, type FormProps } from "./form-parts.tsx";

type Objective = FormProps<"objectives">["document"]["objectives"][number];
const PHASES: readonly Objective["phase"][] = ["acknowledge", "qualify", "notify", "contain-advice", "client-acknowledge", "client-qualify", "request-acknowledge", "request-done"];

export function ObjectivesForm({ document: { objectives }, change, levels }: FormProps<"objectives">) {
  const { t } = useTranslation("organisations");
  const set = (at: number, changes: Partial<Objective>): void => change({ objectives: changed(objectives, at, changes) });
  const free = PHASES.flatMap((phase) => levels.map(({ key }) => ({ phase, severity: key }))).find(({ phase, severity }) => !objectives.some((one) => one.phase === phase && one.severity === severity));
  return (
    <div className={styles.form}>
      {objectives.map((one, at) => (
        <Row key={`${one.severity}/${one.phase}/${at}`} name={`${levels.find(({ key }) => key === one.severity)?.name ?? one.severity}, ${t(`phase.${one.phase}`)}`} remove={() => change({ objectives: without(objectives, at) })}>
          <Select label={t("severity")} data={levels.map(({ key, name }) => ({ value: key, label: name }))} value={one.severity} onChange={(value) => set(at, { severity: value ?? one.severity })} allowDeselect={false} />
          <Select label={t("phase.label")} data={PHASES.map((value) => ({ value, label: t(`phase.${value}`) }))} value={one.phase} onChange={(value) => set(at, { phase: PHASES.find((phase) => phase === value) ?? one.phase })} allowDeselect={false} />
          <NumberInput label={t("minutes")} value={one.targetMinutes} onChange={(value) => set(at, { targetMinutes: Number(value) })} min={1} max={525_600} />
          <Select label={t("timing.label")} data={["calendar", "service-hours"].map((value) => ({ value, label: t(`timing.${value}`) }))} value={one.timing} onChange={(value) => set(at, { timing: value === "calendar" ? "calendar" : "service-hours" })} allowDeselect={false} />
          <NumberInput label={t("share")} value={one.sharePercent} onChange={(value) => set(at, { sharePercent: Number(value) })} min={1} max={100} suffix=" %" />
        </Row>
      ))}
      {free !== undefined && <AddRow label={t("addObjective")} add={() => change({ objectives: [...objectives, { ...free, targetMinutes: 60, timing: "service-hours", sharePercent: 95 }] })} />}
    </div>
  );
}
