import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import type { ServiceState } from "../../data/service-state.ts";
import { numberText } from "../../format/time.ts";
import styles from "./service.module.css";

/** What the SOC read, judged and sent on; from many to few. */
export function WorkCard({ state: { detections, alerts, escalations, rulesChanged } }: { readonly state: ServiceState }) {
  const { t } = useTranslation("service");
  const figures = [
    ["detections", detections], ["raised", alerts.raised], ["judged", alerts.judged], ["sent", escalations.made], ["rulesChanged", rulesChanged],
  ] as const;
  return (
    <Panel title={t("work")}>
      <dl className={styles.figures}>{figures.map(([name, n]) => <div key={name}><dt>{t(`figure.${name}`)}</dt><dd className="number">{numberText(n)}</dd></div>)}</dl>
      {escalations.answered > 0 && <p className={styles.muted}>{t("answered", { count: escalations.answered, number: numberText(escalations.answered), true: numberText(escalations.true) })}</p>}
    </Panel>
  );
}
