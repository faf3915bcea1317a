// Vigie listens while lines are sent, and says what arrives; a line pasted here shows what it would become.
import { IconBroadcast, IconCircleCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Time } from "../../components/time.tsx";
import { useSourceHealth, useTechnologies } from "../../data/sources.ts";
import { numberText } from "../../format/time.ts";
import { ReadLines } from "../sources/read-lines.tsx";
import { Foot } from "./foot.tsx";
import type { Moves } from "./steps.tsx";
import styles from "./set-up.module.css";

export function FirstEvent({ tenant, ...moves }: Moves & { readonly tenant: string | undefined }) {
  const { t } = useTranslation("set-up");
  const health = useSourceHealth(tenant).data?.sources.filter((one) => one.tenant === tenant) ?? [];
  const technologies = useTechnologies().data?.technologies ?? [];
  const heard = health.filter(({ lastAt }) => lastAt !== null);
  return (
    <>
      <section className={styles.box} data-good={heard.length > 0} aria-live="polite">
        {heard.length === 0 ? <p className={styles.row}><IconBroadcast size={20} aria-hidden />{t("listening")}</p> : (
          <ul className={styles.list}>
            {heard.map(({ source, technology, total, lastAt }) => (
              <li key={source} className={styles.row}><IconCircleCheck size={20} aria-hidden className={styles.good} /><span><strong>{source}</strong> · {technology ?? t("guessed")} · {t("so", { received: numberText(total.received), stored: numberText(total.stored), quarantined: numberText(total.quarantined) })}{lastAt !== null && <> · {t("lastAt")} <Time at={lastAt} seconds /></>}</span></li>
            ))}
          </ul>
        )}
      </section>
      {tenant !== undefined && <ReadLines tenant={tenant} technologies={technologies} />}
      <Foot {...moves} isDone={heard.length > 0} />
    </>
  );
}
