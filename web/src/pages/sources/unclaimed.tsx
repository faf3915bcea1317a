// Senders that no source claims: what their lines look like, whose they may be, and how they become a source.
import { useState } from "react";
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { ApiProblem } from "../../data/client.ts";
import { nameOf, useMe } from "../../data/me.ts";
import { adopt, useUnclaimed, type AdoptResult, type UnclaimedSender } from "../../data/quarantine.ts";
import { numberText, shareText } from "../../format/time.ts";
import { Claim } from "./claim.tsx";
import styles from "./unclaimed.module.css";

const IN_BLOCK = 4;

/** The whole tab. */
export function UnclaimedTab() {
  const { t } = useTranslation("sources");
  const found = useUnclaimed(true);
  if (found.isPending) return <Loading rows={6} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { senders } = found.data;
  return (
    <div className={styles.tab}>
      <Head count={senders.length} />
      {senders.length === 0 ? <Empty title={t("unclaimed.none")}>{t("unclaimed.noneWhy")}</Empty> : <Senders senders={senders} hasSample />}
    </div>
  );
}

/** Beneath the sources: the newest few, and the way to all. */
export function UnclaimedBlock() {
  const { t } = useTranslation("sources");
  const found = useUnclaimed(true);
  const senders = found.data?.senders ?? [];
  if (senders.length === 0) return null;
  return (
    <section className={styles.block}>
      <Head count={senders.length} />
      <Senders senders={senders.slice(0, IN_BLOCK)} />
      {senders.length > IN_BLOCK && <p><Link to="." search={(before) => ({ ...before, tab: "unclaimed" })}>{t("unclaimed.all", { count: senders.length })}</Link></p>}
    </section>
  );
}

function Head({ count }: { readonly count: number }) {
  const { t } = useTranslation("sources");
  const me = useMe();
  return <div className={styles.head}><h2>{t("unclaimed.title")}</h2><span className={styles.muted}>{t("unclaimed.note", { count, senders: numberText(count) })}</span>{me.platform.includes("sender:adopt") && count > 0 && <Adopt />}</div>;
}

function Senders({ senders, hasSample = false }: { readonly senders: readonly UnclaimedSender[]; readonly hasSample?: boolean }) {
  const { t } = useTranslation("sources");
  return (
    <ul className={styles.senders}>
      {senders.map((sender) => (
        <li key={sender.id}>
          <div className={styles.who}><strong><Value value={sender.sender} longest={60} /></strong><span className={styles.muted}>{t("unclaimed.lines", { count: sender.lines, lines: numberText(sender.lines) })} <Time at={sender.first} /></span></div>
          <div>{sender.technology === null ? <span className={styles.muted}>{t("unclaimed.noGuess")}</span> : <>{sender.technology} <span className={styles.confidence}>{shareText(sender.confidence, 0)}</span></>}</div>
          <div className={styles.asset}>{t("unclaimed.asset")} <Value value={sender.asset} longest={60} /><div className={styles.muted}>{t("unclaimed.through", { collector: sender.collector })}</div></div>
          <Claim sender={sender} />
          {hasSample && <div className={styles.sample}><Value value={sender.sample} longest={400} /></div>}
        </li>
      ))}
    </ul>
  );
}

/** Gives kept lines to sources that claim their senders by now. */
function Adopt() {
  const { t } = useTranslation("sources");
  const me = useMe();
  const client = useQueryClient();
  const [looked, setLooked] = useState<number>();
  const [result, setResult] = useState<AdoptResult>();
  const [problem, setProblem] = useState<string>();
  const run = async (): Promise<void> => {
    setLooked(0);
    setProblem(undefined);
    setResult(undefined);
    try {
      setResult(await adopt((step) => setLooked(step.looked)));
      await Promise.all(["unclaimed", "source", "event"].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
    } catch (error) {
      setProblem(error instanceof ApiProblem && error.problem.detail !== "" ? error.problem.detail : t("state.unknown", { ns: "shell" }));
    }
    setLooked(undefined);
  };
  return (
    <span className={styles.adopt}>
      <span aria-live="polite">{looked !== undefined && looked > 0 && t("adopt.step", { count: looked, looked: numberText(looked) })}{result !== undefined && (result.adopted === 0 ? t("adopt.none") : t("adopt.done", { count: result.adopted, lines: numberText(result.adopted), sources: result.sources.map(({ tenant, source }) => `${source} (${nameOf(me, tenant)})`).join(", ") }))}</span>
      {problem !== undefined && <span role="alert" className={styles.problem}>{problem}</span>}
      <Button loading={looked !== undefined} onClick={() => void run()}>{t("adopt.run")}</Button>
    </span>
  );
}
