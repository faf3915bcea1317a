import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { SeverityShape } from "../../components/severity.tsx";
import type { Objective, ServiceState } from "../../data/service-state.ts";
import { durationText, numberText } from "../../format/time.ts";
import { severityOf } from "./incidents-card.tsx";
import styles from "./service.module.css";

/** What was agreed and what was met: as the contract counts, and as if there had been no pause. */
export function ObjectivesCard({ state: { objectives } }: { readonly state: ServiceState }) {
  const { t } = useTranslation("service");
  return (
    <Panel title={t("objectives")} note={objectives.total === 0 ? t("noneDecided") : t("metOf", { met: numberText(objectives.met), total: numberText(objectives.total), paused: numberText(objectives.metWithPauses) })} side={<Legend />} isFlush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard scrolls what it can reach */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={t("objectives")}>
        <table className={styles.plain}>
          <thead><tr><th scope="col">{t("objective")}</th><th scope="col">{t("agreed")}</th><th scope="col">{t("counts")}</th><th scope="col">{t("notDeducted")}</th><th scope="col">{t("share")}</th></tr></thead>
          <tbody>{objectives.list.map((one) => <Row key={`${one.phase} ${one.severity}`} objective={one} />)}</tbody>
        </table>
      </div>
      {objectives.list.length === 0 && <p className={styles.pad}>{t("noObjectives")}</p>}
      {objectives.pauses.length > 0 && <p className={styles.pad}>{t("pauses", { count: objectives.pauses.reduce((sum, { n }) => sum + n, 0) })} {objectives.pauses.slice(0, 3).map(({ reason, n, side }) => `${numberText(n)} × ${reason} (${t(`side.${side}`)})`).join(", ")}</p>}
    </Panel>
  );
}

const Legend = () => {
  const { t } = useTranslation("service");
  return <span className={styles.legend}><Dot isFull /> {t("counts")} <Dot /> {t("notDeducted")}</span>;
};

const Dot = ({ isFull = false }: { readonly isFull?: boolean }) => <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden><circle cx="5" cy="5" r="3.5" fill={isFull ? "var(--v-accent)" : "none"} stroke="var(--v-accent)" strokeWidth="1.5" /></svg>;

function Row({ objective: { phase, severity, owner, total, met, metWithPauses, percent, percentWithPauses, agreed, isUnder } }: { readonly objective: Objective }) {
  const { t } = useTranslation("service");
  return (
    <tr>
      <th scope="row"><SeverityShape severity={severityOf(severity)} /> {t(`phase.${phase}`)} <span className={styles.muted}>{t(`side.${owner}`)}</span></th>
      <td className={styles.muted}>{agreed === null ? t("nothingAgreed") : durationText(agreed.targetMinutes * 60)}</td>
      <td data-under={isUnder === true}><strong className="number">{t("xOfY", { x: numberText(met), y: numberText(total) })}</strong>{isUnder === true && <span className={styles.late}> {t("below")}</span>}</td>
      <td className="number">{t("xOfY", { x: numberText(metWithPauses), y: numberText(total) })}</td>
      <td className={styles.share}>{percent === null || percentWithPauses === null ? <span className={styles.muted}>{t("tooFew")}</span> : <Share percent={percent} paused={percentWithPauses} target={agreed?.sharePercent ?? null} />}</td>
    </tr>
  );
}

const LEAST = 80;
// The scale begins where contracts do: below it a dot stands at the edge.
const at = (percent: number): number => Math.max(0, (percent - LEAST) / (100 - LEAST)) * 120 + 5;

function Share({ percent, paused, target }: { readonly percent: number; readonly paused: number; readonly target: number | null }) {
  const { t } = useTranslation("service");
  const words = target === null ? t("shareWords", { percent: numberText(percent, 1), paused: numberText(paused, 1) }) : t("shareTarget", { percent: numberText(percent, 1), paused: numberText(paused, 1), target: numberText(target, 1) });
  return (
    <svg width="130" height="16" viewBox="0 0 130 16" role="img" aria-label={words}>
      <line x1="5" x2="125" y1="8" y2="8" stroke="var(--v-line-2)" />
      <line x1={at(paused)} x2={at(percent)} y1="8" y2="8" stroke="var(--v-accent)" strokeWidth="2" />
      {target !== null && <line x1={at(target)} x2={at(target)} y1="2" y2="14" stroke="var(--v-text)" strokeWidth="1.5" />}
      <circle cx={at(paused)} cy="8" r="4" fill="var(--v-surface)" stroke="var(--v-accent)" strokeWidth="1.5" />
      <circle cx={at(percent)} cy="8" r="4" fill="var(--v-accent)" />
    </svg>
  );
}
