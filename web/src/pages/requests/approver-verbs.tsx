// The client agrees, or not, that a request goes to its team; what happens if nobody decides is said before.
import { Button } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { Time } from "../../components/time.tsx";
import { ApiProblem } from "../../data/client.ts";
import { useRequestAct, type Request } from "../../data/requests.ts";
import styles from "./request.module.css";

export function ApproverVerbs({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  const { t } = useTranslation("requests");
  const act = useRequestAct({ tenant, request: request.ref });
  const { approval, team } = request;
  return (
    <div className={styles.approver}>
      {approval !== null && <p>{t("approve.asked", { name: approval.askedBy })} <Time at={approval.deadline} />. {t(`approve.lapse.${approval.default}`)}</p>}
      {act.error !== null && <p className={styles.problem} role="alert">{act.error instanceof ApiProblem ? act.error.problem.detail : t("state.unknown", { ns: "shell" })}</p>}
      <div className={styles.verbs}>
        <Button variant="filled" leftSection={<IconCheck size={16} aria-hidden />} loading={act.isPending} onClick={() => act.mutate({ verb: "approve", body: {} })}>{t("approve.verb", { team: team.name ?? t("turn.team") })}</Button>
        <AskReason label={t("approve.refuse")} verb={t("approve.refuseVerb")} run={(reason) => act.mutateAsync({ verb: "refuse-approval", body: { reason } })} />
      </div>
    </div>
  );
}
