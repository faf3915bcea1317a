// What is kept from people, by whose decision and until when. What waits for a second person comes first.
import { useTranslation } from "react-i18next";
import { SegmentedControl } from "@mantine/core";
import { AskReason } from "../../components/ask-reason.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Age, Time } from "../../components/time.tsx";
import { may, useMe } from "../../data/me.ts";
import { decideException, useExceptions, useRuleChange, type Exception, type ExceptionVerb } from "../../data/rules.ts";
import { useChangeView, useView } from "../../data/search.ts";
import { numberText } from "../../format/time.ts";
import styles from "./rules.module.css";

const STATES = { now: ["proposed", "approved", "draft"], before: ["refused", "ended", "withdrawn"] } as const satisfies Readonly<Record<string, readonly Exception["state"][]>>;

export function Exceptions({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("rules");
  const view = useView();
  const change = useChangeView();
  const when = view["when"] === "before" ? "before" : "now";
  const found = useExceptions(tenant, STATES[when]);
  const order = (one: Exception): number => STATES[when].findIndex((state) => state === one.state);
  return (
    <div className={styles.list}>
      <div className={styles.filters}><SegmentedControl aria-label={t("tab.exceptions")} value={when} onChange={(value) => change({ when: value })} data={[{ value: "now", label: t("inForce") }, { value: "before", label: t("before") }]} /></div>
      {found.isPending && <Loading />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && found.data.exceptions.length === 0 && <Empty title={t("noExceptions")}>{t("noExceptionsWhy")}</Empty>}
      {found.isSuccess && found.data.exceptions.length > 0 && <div className={styles.scroll}><div className={styles.items}>{found.data.exceptions.toSorted((a, b) => order(a) - order(b)).map((one) => <Item key={one.id} tenant={tenant} exception={one} />)}</div></div>}
    </div>
  );
}

function Item({ tenant, exception }: { readonly tenant: string; readonly exception: Exception }) {
  const { t } = useTranslation("rules");
  const me = useMe();
  const decide = useRuleChange(tenant, ({ verb, reason }: { readonly verb: ExceptionVerb; readonly reason: string }) => decideException(tenant, exception.id, verb, reason));
  const { state, hidden } = exception;
  const verbs: readonly ExceptionVerb[] = [
    ...(state === "proposed" && may(me, "exception:approve", tenant) ? ["approve", "refuse"] as const : []),
    ...((state === "proposed" || state === "draft") && may(me, "exception:change", tenant) ? ["withdraw"] as const : []),
    ...(state === "approved" && may(me, "exception:change", tenant) ? ["end"] as const : []),
  ];
  return (
    <article className={styles.item}>
      <h2>{exception.title}</h2>
      <p>{t(`exceptionState.${state}`)} · {exception.author.who} · <Time at={exception.createdAt} />{state === "approved" && <> · {t("ends")} <Time at={exception.expiresAt} /></>}{exception.approved !== null && <> · {t("approvedBy", { who: exception.approved.who })}</>}</p>
      <pre className={styles.code}>{JSON.stringify(exception.conditions, null, 1)}</pre>
      <p>{exception.justification}</p>
      <p>{hidden.count === 0 ? t("hidNothing") : t("hid", { count: hidden.count, number: numberText(hidden.count) })}{hidden.last !== null && <> · {t("last")} <Age at={hidden.last} /></>}{state === "proposed" && exception.needs.reasons.length > 0 && <> · {exception.needs.reasons.join(" ")}{exception.needs.client && ` ${t("needsClient")}`}</>}</p>
      <div className={styles.side}>{verbs.map((verb) => <AskReason key={verb} label={t(`verb.${verb}`)} verb={t(`verb.${verb}`)} isFilled={verb === "approve"} run={(reason) => decide.mutateAsync({ verb, reason })} />)}</div>
    </article>
  );
}
