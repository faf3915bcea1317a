// What one side proposed and the other has to answer: what it changes, and the answers that this person may give.
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { Time } from "../../components/time.tsx";
import { may, useMe } from "../../data/me.ts";
import { useDecideSetting, type SettingKind, type SettingVersion } from "../../data/settings.ts";
import { Differences } from "./differences.tsx";
import styles from "./organisations.module.css";

export function Proposal({ tenant, kind, proposal, inForce }: { readonly tenant: string; readonly kind: SettingKind; readonly proposal: SettingVersion; readonly inForce: SettingVersion }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const decide = useDecideSetting(tenant, kind, proposal.version);
  const isOwn = proposal.side === me.side;
  const mayAnswer = !isOwn && may(me, "setting:agree", tenant);
  const mayWithdraw = isOwn && may(me, "setting:change", tenant);
  return (
    <section className={styles.wait} aria-label={t("proposal")}>
      <h2>{t("proposed", { version: proposal.version, who: proposal.author })} · <Time at={proposal.proposedAt} /></h2>
      <p>{proposal.reason}</p>
      <Differences before={inForce.document} after={proposal.document} />
      <p>{t(`waitsOn.${proposal.side === "client" ? "provider" : "client"}`)}{proposal.wantedFrom !== null && <> · {t("wantedFrom")} <Time at={proposal.wantedFrom} /></>}</p>
      <div className={styles.row}>
        {mayAnswer && <AskReason label={t("agree")} verb={t("agreeIt", { version: proposal.version })} isFilled isOptional what={<p>{t("agreeWhy")}</p>} run={(reason) => decide.mutateAsync({ decision: "agree", reason })} />}
        {mayAnswer && <AskReason label={t("refuse")} verb={t("refuse")} run={(reason) => decide.mutateAsync({ decision: "refuse", reason })} />}
        {mayWithdraw && <AskReason label={t("withdraw")} verb={t("withdraw")} run={(reason) => decide.mutateAsync({ decision: "withdraw", reason })} />}
      </div>
    </section>
  );
}
