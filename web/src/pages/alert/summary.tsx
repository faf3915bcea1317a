// What a tired person needs first: the sentence, the score, the machine, what it resembles, the clocks.
import { useTranslation } from "react-i18next";
import { AssetCard } from "../../components/alert/asset-card.tsx";
import { EventList } from "../../components/alert/event-list.tsx";
import { NextStep } from "../../components/alert/next-step.tsx";
import { Scoring } from "../../components/alert/scoring.tsx";
import { Sentence } from "../../components/alert/sentence.tsx";
import { Similar } from "../../components/alert/similar.tsx";
import { Due } from "../../components/due.tsx";
import { Time } from "../../components/time.tsx";
import type { AlertPage } from "../../data/alerts.ts";
import { durationText } from "../../format/time.ts";
import type { TabProps } from "./tab-props.ts";
import styles from "./alert.module.css";

export const Summary = ({ page, judgeAlike }: TabProps) => (
  <>
    <section className={styles.section}><Sentence sentence={page.sentence} /><Scoring alert={page} /></section>
    <AssetCard alert={page} />
    <Similar alert={page} judgeAlike={judgeAlike} />
    <Clocks clocks={page.clocks} />
    <EventList alert={page} />
    <NextStep alert={page} />
  </>
);

/** In both readings: as the contract counts, and as if nothing had been paused. */
function Clocks({ clocks }: { readonly clocks: AlertPage["clocks"] }) {
  const { t } = useTranslation("alert");
  if (clocks.length === 0) return null;
  return (
    <section className={styles.section}>
      <h2>{t("clocks.title")}</h2>
      <div className={styles.scroll}>
        <table className={styles.clocks}>
          <thead><tr><th scope="col">{t("clocks.phase")}</th><th scope="col">{t("clocks.owner")}</th><th scope="col">{t("clocks.state")}</th><th scope="col">{t("clocks.due")}</th><th scope="col">{t("clocks.used")}</th><th scope="col">{t("clocks.usedAll")}</th></tr></thead>
          <tbody>
            {clocks.map((clock) => (
              <tr key={`${clock.phase}${clock.round}`}>
                <th scope="row">{t(`phase.${clock.phase}`)}{clock.round > 1 && ` (${clock.round})`}</th><td>{t(`side.${clock.owner}`)}</td>
                <td>{clock.state === "running" || clock.state === "late" ? <Due dueAt={clock.dueAt} startedAt={clock.startedAt} /> : t(`clocks.is.${clock.state}`)}</td>
                <td>{clock.dueAt === null ? "—" : <Time at={clock.dueAt} />}</td><td>{durationText(clock.usedMinutes * 60)} / {durationText(clock.targetMinutes * 60)}</td><td>{durationText(clock.usedWithPausesMinutes * 60)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
