// Seven days: above the line what people saw, below it what rules kept from them; and the same in figures.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Horizon } from "../../components/horizon/horizon.tsx";
import { horizonQuery } from "../../data/alerts.ts";
import { numberText } from "../../format/time.ts";
import { byHours } from "./by-hours.ts";
import styles from "./home.module.css";

const HOURS = 24 * 7;

export function Watch({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("home");
  const { data } = useQuery(horizonQuery(tenant, HOURS));
  if (data === undefined) return null;
  const hidden = Object.values(data.suppressed).reduce((total, count) => total + count, 0);
  return (
    <section className={styles.watch} aria-labelledby="watch">
      <div className={styles.band}><h2 id="watch">{t("watch.title")}</h2><Horizon sentence={data.sentence} since={data.since} until={data.until} bars={byHours(data.bars, 3)} /></div>
      <dl className={styles.figures}>
        <div><dd>{numberText(data.detections)}</dd><dt>{t("watch.detections")}</dt></div>
        <div><dd>{numberText(data.alerts)}</dd><dt>{t("watch.alerts")}</dt></div>
        <div><dd>{numberText(hidden)}</dd><dt>{t("watch.hidden")}</dt></div>
      </dl>
    </section>
  );
}
