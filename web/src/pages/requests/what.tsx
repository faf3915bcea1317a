// What to do, on what, and how it is proven: the same for the team that does it and for those who asked.
import { IconChecks } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { AddFile, FileList } from "../../components/files.tsx";
import { Value } from "../../components/value.tsx";
import { may, seatOf, useMe } from "../../data/me.ts";
import { useAddRequestFile, type Request } from "../../data/requests.ts";
import styles from "./request.module.css";

export function What({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  return (
    <>
      <Instructions request={request} />
      <Files tenant={tenant} request={request} />
    </>
  );
}

/** As the team reads it. */
export function Instructions({ request }: { readonly request: Pick<Request, "steps" | "target" | "place" | "care" | "why" | "proofs"> }) {
  const { t } = useTranslation("requests");
  const { steps, target, place, care, why, proofs } = request;
  const facts = [["on", null], ["where", place], ["care", care], ["why", why]] as const;
  return (
    <>
      {steps.length > 0 && <section><h2 className={styles.label}>{t("what.todo")}</h2><ol className={styles.steps}>{steps.map((step, at) => <li key={`${at} ${step}`}><span className={styles.number} aria-hidden>{at + 1}</span><span>{step}</span></li>)}</ol></section>}
      <dl className={styles.facts}>
        {facts.map(([name, text]) => (name === "on" ? <div key={name}><dt>{t("what.on")}</dt><dd><Value value={target.name} /></dd></div> : text !== null && text !== "" && <div key={name}><dt>{t(`what.${name}`)}</dt><dd>{text}</dd></div>))}
      </dl>
      <section><h2 className={styles.label}>{t("what.proof")}</h2><ul className={styles.proofs}>{proofs.map((proof, at) => <li key={`${at} ${proof.check}`}><IconChecks size={20} stroke={1.75} aria-hidden /><span>{t(`proof.${proof.check}`, { ...proof })}</span></li>)}</ul></section>
    </>
  );
}

function Files({ tenant, request }: { readonly tenant: string; readonly request: Request }) {
  const { t } = useTranslation("requests");
  const me = useMe();
  const add = useAddRequestFile({ tenant, request: request.ref });
  const mayAdd = may(me, "request:update", tenant) && request.state !== "cancelled";
  if (request.files.length === 0 && !mayAdd) return null;
  return (
    <section className={styles.files}>
      {request.files.length > 0 && <><h2 className={styles.label}>{t("files")}</h2><FileList files={request.files} href={(file) => `/v1/tenants/${encodeURIComponent(tenant)}/requests/${encodeURIComponent(request.id)}/files/${file.id}`} /></>}
      {mayAdd && <AddFile isBig={seatOf(me) === "operations"} add={(file) => add.mutateAsync(file)} />}
    </section>
  );
}
