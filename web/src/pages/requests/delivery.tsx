// Whether it arrived, what became of it in the client's ITSM, what was checked, and every step so far.
import { useTranslation } from "react-i18next";
import { Panel } from "../../components/panel.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import type { Request } from "../../data/requests.ts";
import styles from "./request.module.css";

export function Delivery({ request }: { readonly tenant: string; readonly request: Request }) {
  const { t } = useTranslation("requests");
  const { delivery, tickets, writes, moves, verification } = request;
  return (
    <div className={styles.aside}>
      {delivery.length > 0 && <Panel title={t("delivery.title")}><ul className={styles.list}>{delivery.map((one, at) => <li key={`${one.channel} ${at}`}><strong>{one.channel}</strong> {t(`delivery.state.${one.state}`, { defaultValue: one.state })} {one.at !== null && <Time at={one.at} />}{one.remoteId !== null && <> <code>{one.remoteId}</code></>}{one.problem !== null && <p className={styles.problem}>{one.problem}</p>}</li>)}</ul></Panel>}
      {tickets.map((ticket) => <Ticket key={`${ticket.connector} ${ticket.key}`} ticket={ticket} />)}
      {writes.length > 0 && <Panel title={t("delivery.writes")}><ul className={styles.list}>{writes.map((one) => <li key={one.id}>{one.text ?? one.kind} · {one.state}{one.words !== null && <p className={styles.muted}>{one.words}</p>}{one.todo !== null && <p className={styles.problem}>{one.todo}</p>}</li>)}</ul></Panel>}
      {verification !== null && (
        <Panel title={t("verified.title")} note={t(`verified.${verification.outcome}`)}>
          <ul className={styles.list}>{verification.checks.map((one, at) => <li key={`${one.proof.check} ${at}`}>{t(`verified.${one.outcome}`)}: {one.words}</li>)}</ul>
          <p className={styles.muted}>{verification.by}, <Time at={verification.at} /></p>
        </Panel>
      )}
      <Panel title={t("moves.title")}>
        <ol className={styles.list}>{moves.toReversed().map((move) => <li key={`${move.at} ${move.verb}`}><span className={styles.muted}><Time at={move.at} /></span> {t(`state.${move.to}`)} · {move.who}{move.note !== null && <p className={styles.muted}>{move.note}</p>}</li>)}</ol>
        <p className={styles.muted}>{t("moves.made", { name: request.madeBy })} <Time at={request.madeAt} /></p>
      </Panel>
    </div>
  );
}

function Ticket({ ticket }: { readonly ticket: Request["tickets"][number] }) {
  const { t } = useTranslation("requests");
  const facts = ([["state", ticket.state], ["queue", ticket.queue], ["priority", ticket.priority], ["assignee", ticket.assignee]] as const).filter(([, value]) => value !== null);
  return (
    <Panel title={t("ticket.title", { number: ticket.number })} note={t(`ticket.status.${ticket.status}`)}>
      <dl className={styles.pairs}>{facts.map(([name, value]) => <div key={name}><dt>{t(`ticket.${name}`)}</dt><dd><Value value={value ?? ""} /></dd></div>)}</dl>
      {ticket.readAt !== null && <p className={styles.muted}>{t("ticket.read")} <Time at={ticket.readAt} seconds /></p>}
      {ticket.problem !== null && <p className={styles.problem}>{ticket.problem}</p>}
      {ticket.notAccepted.map((one) => <p key={one.field} className={styles.problem}>{t("ticket.notAccepted", { field: one.field, sent: one.sent, is: one.is ?? "—" })}</p>)}
      {ticket.unmapped.length > 0 && <p className={styles.muted}>{t("ticket.unmapped", { what: ticket.unmapped.join(", ") })}</p>}
    </Panel>
  );
}
