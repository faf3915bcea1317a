import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import type { ServiceState } from "../../data/service-state.ts";
import { durationText, numberText } from "../../format/time.ts";
import styles from "./service.module.css";

/** What each team did, has, and is late with; late is hatched as well as red. */
export function RequestsCard({ state: { requests } }: { readonly state: ServiceState }) {
  const { t } = useTranslation("service");
  const most = Math.max(1, ...requests.map(({ done, open }) => done + open));
  const all = requests.reduce((sum, { done, open }) => sum + done + open, 0);
  const share = (n: number): string => `${(100 * n) / most}%`;
  return (
    <Panel title={t("requests")} note={t("requestsNote", { count: all, number: numberText(all) })}>
      {requests.length === 0 ? <p className={styles.muted}>{t("noRequests")}</p> : (
        <>
          <table className={styles.bars}>
            <thead className="hidden-text"><tr><th scope="col">{t("team")}</th><th scope="col">{t("done")}</th><th scope="col">{t("median")}</th></tr></thead>
            <tbody>
              {requests.map(({ team, name, done, open, late, medianMinutes }) => (
                <tr key={team ?? "nobody"}>
                  <th scope="row">{name ?? t("noTeam")}</th>
                  <td>
                    <span className={styles.bar} aria-hidden>
                      <span data-part="done" style={{ inlineSize: share(done) }} /><span data-part="open" style={{ inlineSize: share(open - late) }} /><span data-part="late" style={{ inlineSize: share(late) }} />
                    </span>
                    <span className="hidden-text">{t("barWords", { done: numberText(done), open: numberText(open), late: numberText(late) })}</span>
                    {late > 0 && <span className={styles.late}>{t("late", { count: late })}</span>}
                  </td>
                  <td className="number">{medianMinutes === null ? "—" : durationText(medianMinutes * 60)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className={styles.legend} aria-hidden><i data-part="done" /> {t("done")} <i data-part="open" /> {t("open")} <i data-part="late" /> {t("lateWord")} <span className={styles.right}>{t("median")}</span></p>
        </>
      )}
    </Panel>
  );
}
