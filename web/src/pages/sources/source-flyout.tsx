// One source: a sentence, the account that adds up, what nobody could read, and what it costs meanwhile.
import { ActionIcon } from "@mantine/core";
import { IconAlertTriangle, IconEqual, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { may, nameOf, useMe } from "../../data/me.ts";
import { useSource, type SourceDetail } from "../../data/sources.ts";
import { numberText, shareText } from "../../format/time.ts";
import { Shapes } from "./shapes.tsx";
import { SourceState } from "./source-state.tsx";
import styles from "./flyout.module.css";

type Props = { readonly tenant: string; readonly source: string; readonly close: () => void };

export function SourceFlyout({ tenant, source, close }: Props) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const found = useSource(tenant, source);
  const { data } = found;
  return (
    <aside className={styles.flyout} aria-label={source}>
      <header className={styles.head}>
        <h2><Value value={source} longest={60} />{data !== undefined && <SourceState row={data} />}</h2>
        <ActionIcon onClick={close} aria-label={t("keys.close")}><IconX size={18} /></ActionIcon>
        <p>{[data?.technology ?? t("unknown"), nameOf(me, tenant)].join(" · ")}{data?.timezone !== undefined && data.timezone !== null && ` · ${t("zone", { zone: data.timezone })}`}</p>
      </header>
      {found.isPending && <Loading rows={8} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {data !== undefined && (
        <>
          <section><p className={styles.sentence}>{data.sentence}</p><Account total={data.total} /><p className={styles.muted}>{t("last")} {data.lastAt === null ? t("neverHeard") : <Time at={data.lastAt} seconds={data.isLastExact} />}</p></section>
          {may(me, "line:read", tenant) && data.total.quarantined > 0 && <section><Shapes tenant={tenant} source={source} /></section>}
          <Meanwhile detail={data} />
          <Notable detail={data} />
          {may(me, "event:search", tenant) && <section><Link to="/hunt" search={{ org: tenant, q: `vigie.source: "${source}"` }}>{t("toEvents")}</Link></section>}
        </>
      )}
    </aside>
  );
}

/** Received, and where each line is now. */
function Account({ total: { received, stored, quarantined, dropped, duplicates } }: Pick<SourceDetail, "total">) {
  const { t } = useTranslation("sources");
  const isRight = received === stored + quarantined + dropped + duplicates;
  const lines = [["received", received], ["stored", stored], ["quarantined", quarantined], ["dropped", dropped], ["duplicates", duplicates]] as const;
  return (
    <>
      <dl className={styles.account}>{lines.map(([name, count]) => <div key={name}><dt>{t(`account.${name}`)}</dt><dd className="number" data-tone={name === "quarantined" && count > 0 ? "medium" : undefined}>{numberText(count)}</dd></div>)}</dl>
      <p className={styles.sum} data-right={isRight}>{isRight ? <IconEqual size={15} aria-hidden /> : <IconAlertTriangle size={15} aria-hidden />}{t(isRight ? "account.right" : "account.wrong", { missing: numberText(received - stored - quarantined - dropped - duplicates) })}</p>
    </>
  );
}

const RULES_SHOWN = 6;
const TECHNIQUES_SHOWN = 12;

/** What it costs as long as the source is as it is. */
function Meanwhile({ detail: { rules, blind, reading, techniques, state } }: { readonly detail: SourceDetail }) {
  const { t } = useTranslation("sources");
  return (
    <section>
      <h3>{t(state === "healthy" ? "meanwhile.healthy" : "meanwhile.title")}</h3>
      <dl className={styles.facts}>
        <dt>{t("meanwhile.rules")}</dt>
        <dd>{rules === null ? t("meanwhile.notKnown") : t("meanwhile.reading", { count: rules })}{blind !== null && blind > 0 && <>, <strong>{t("blind", { count: blind })}</strong></>}{reading.length > 0 && <ul>{reading.slice(0, RULES_SHOWN).map(({ key, title }) => <li key={key}>{title}</li>)}{reading.length > RULES_SHOWN && <li className={styles.muted}>{t("meanwhile.more", { count: reading.length - RULES_SHOWN })}</li>}</ul>}</dd>
        {techniques.length > 0 && <><dt>{t("meanwhile.techniques")}</dt><dd><code>{techniques.slice(0, TECHNIQUES_SHOWN).join(" ")}</code>{techniques.length > TECHNIQUES_SHOWN && ` ${t("meanwhile.more", { count: techniques.length - TECHNIQUES_SHOWN })}`}</dd></>}
      </dl>
    </section>
  );
}

/** What else stands out: another technology than labelled, fields that went missing, what drop rules took. */
function Notable({ detail: { isMislabelled, labelled, seen, fields, droppedBy } }: { readonly detail: SourceDetail }) {
  const { t } = useTranslation("sources");
  const lost = fields.filter(({ dropped }) => dropped);
  if (!isMislabelled && lost.length === 0 && droppedBy.length === 0) return null;
  return (
    <section>
      <h3>{t("notable.title")}</h3>
      <ul className={styles.notable}>
        {isMislabelled && <li>{t("notable.mislabelled", { labelled: labelled ?? t("unknown"), seen: seen[0]?.technology ?? t("unknown") })}</li>}
        {lost.map(({ field, today, yesterday }) => <li key={field}><code>{field}</code> {t("notable.lost", { today: shareText(today ?? 0, 0), yesterday: shareText(yesterday ?? 0, 0) })}</li>)}
        {droppedBy.map(({ dropRule, lines }) => <li key={dropRule}>{t("notable.dropped", { count: lines, lines: numberText(lines) })} <code>{dropRule}</code></li>)}
      </ul>
    </section>
  );
}
