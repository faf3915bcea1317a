// One request: what to do, on what, until when, how it is proven; and what the caller's side may do with it now.
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useCrumbs } from "../../components/crumbs.tsx";
import { Failed, Loading } from "../../components/states.tsx";
import { may, seatOf, useMe } from "../../data/me.ts";
import { useRequest, type Request } from "../../data/requests.ts";
import { ApproverVerbs } from "./approver-verbs.tsx";
import { Delivery } from "./delivery.tsx";
import { RequestHead } from "./request-head.tsx";
import { RequestThread } from "./request-thread.tsx";
import { SocVerbs } from "./soc-verbs.tsx";
import { TeamVerbs } from "./team-verbs.tsx";
import { What } from "./what.tsx";
import styles from "./request.module.css";

export function RequestPage() {
  const { t } = useTranslation("requests");
  const { tenant = "", request: ref = "" } = useParams({ strict: false });
  const { data: request, error, isPending, refetch } = useRequest({ tenant, request: ref });
  useCrumbs([{ text: t("title"), to: "/requests" }, { text: ref }]);
  if (isPending) return <Loading />;
  if (request === undefined) return <Failed error={error} retry={() => void refetch()} />;
  return <Page tenant={tenant} request={request} />;
}

function Page({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  const me = useMe();
  const isTeam = seatOf(me) === "operations";
  return (
    <div className={styles.page} data-team={isTeam}>
      <div className={styles.scroll}>
        <RequestHead tenant={tenant} request={request} />
        <div className={styles.columns}>
          <div className={styles.main}>
            {!isTeam && <Standing request={request} />}
            <What tenant={tenant} request={request} />
            <RequestThread tenant={tenant} request={request} />
          </div>
          {!isTeam && <Delivery tenant={tenant} request={request} />}
        </div>
      </div>
      <div className={styles.dock}>
        {me.side === "client" && may(me, "request:approve", tenant) && request.state === "awaiting_approval" && <ApproverVerbs tenant={tenant} request={request} />}
        {me.side === "client" && may(me, "request:update", tenant) && <TeamVerbs tenant={tenant} request={request} />}
        {may(me, "request:send", tenant) && <SocVerbs tenant={tenant} request={request} />}
      </div>
    </div>
  );
}

/** Why it is where it is: who let it go, what holds it, what the CMDB says against it. */
function Standing({ request: { held, releasedBy, planned, teamWarning, verification, team } }: { readonly request: Request }) {
  const { t } = useTranslation("requests");
  const lines = [
    held !== null && t("standing.held", { why: held }),
    releasedBy !== null && t(`standing.released.${releasedBy}`),
    planned !== null && t("standing.planned", { note: planned.note ?? "" }),
    teamWarning,
    verification !== null && verification.words,
    team.reason,
  ].filter((line) => typeof line === "string" && line !== "");
  return lines.length === 0 ? null : <ul className={styles.standing}>{lines.map((line) => <li key={String(line)}>{line}</li>)}</ul>;
}
