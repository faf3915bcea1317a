// The client's first page: what waits for them, one thing to decide at a time, and seven days of watch.
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { may, useMe } from "../../data/me.ts";
import { useOneTenant } from "../../data/scope.ts";
import { useView } from "../../data/search.ts";
import { useHear } from "../../data/use-hear.ts";
import { useWaiting, type Waiting, type WaitingItem } from "../../data/waiting.ts";
import { Decide } from "./decide.tsx";
import { keyOf, WaitingList } from "./waiting-list.tsx";
import { Watch } from "./watch.tsx";
import { useAtMost } from "../../components/use-at-most.ts";
import styles from "./home.module.css";

export function HomePage() {
  const { t } = useTranslation("home");
  const tenant = useOneTenant();
  useCrumbs([{ text: t("title") }]);
  if (tenant === undefined) return <Empty title={t("noTenant")} />;
  return <Home key={tenant} tenant={tenant} />;
}

function Home({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("home");
  const me = useMe();
  const { data, error, isPending, refetch } = useWaiting(tenant);
  useHear("escalation alert incident request suspicion playbook exception", ["waiting", tenant], tenant);
  const { item } = useView();
  const isPhone = useAtMost(760);
  if (isPending) return <Loading />;
  if (data === undefined) return <Failed error={error} retry={() => void refetch()} />;
  const items = data.client.items;
  const named = [...items, ...data.provider.items].find((one) => keyOf(one) === item);
  // A phone shows the list first; a wide screen shows the first thing beside it.
  const chosen: WaitingItem | undefined = named ?? (isPhone ? undefined : items[0]);
  return (
    <div className={styles.page}>
      <Title waiting={data} />
      <div className={styles.columns} data-chosen={chosen !== undefined}>
        {!(isPhone && named !== undefined) && <WaitingList tenant={tenant} waiting={data} chosen={chosen} />}
        {chosen === undefined ? !isPhone && <div className={styles.quiet}><Empty title={t("quiet.title")}>{t("quiet.why")}</Empty></div> : <Decide key={keyOf(chosen)} tenant={tenant} item={chosen} />}
      </div>
      {may(me, "alert:read", tenant) && !(isPhone && named !== undefined) && <Watch tenant={tenant} />}
    </div>
  );
}

function Title({ waiting: { client } }: { readonly waiting: Waiting }) {
  const { t } = useTranslation("home");
  return (
    <header className={styles.head}>
      <h1>{t("waits", { count: client.count })}</h1>
      {client.nearestDueAt !== null && <span className={styles.muted}>{t("nearest")} <Time at={client.nearestDueAt} />.</span>}
    </header>
  );
}
