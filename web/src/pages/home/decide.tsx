// Middle: the one thing that is to be decided; what it is says which page of it is shown.
import { Button } from "@mantine/core";
import { IconArrowLeft, IconArrowRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { WaitingItem } from "../../data/waiting.ts";
import { AskEscalation } from "../../components/escalation/escalation.tsx";
import styles from "./home.module.css";

const Open = ({ tenant, item }: { readonly tenant: string; readonly item: WaitingItem }) => {
  const { t } = useTranslation("home");
  const { kind, ref, id } = item.subject;
  const word = <>{t("open")} <IconArrowRight size={16} aria-hidden /></>;
  if (kind === "request") return <Button variant="filled" renderRoot={(props) => <Link to="/requests/$tenant/$request" params={{ tenant, request: ref }} {...props} />}>{word}</Button>;
  if (kind === "incident" || kind === "suspicion" || kind === "playbook") return <Button variant="filled" renderRoot={(props) => <Link to="/incidents/$tenant/$incident" params={{ tenant, incident: ref }} search={{ part: "playbook" }} {...props} />}>{word}</Button>;
  if (kind === "exception") return <Button variant="filled" renderRoot={(props) => <Link to="/rules" search={{ tab: "exceptions", open: id }} {...props} />}>{word}</Button>;
  if (kind === "setting" || kind === "settings" || kind === "proposal") return <Button variant="filled" renderRoot={(props) => <Link to="/organisations/$tenant" params={{ tenant }} {...props} />}>{word}</Button>;
  return null;
};

export function Decide({ tenant, item }: { readonly tenant: string; readonly item: WaitingItem }) {
  const { t } = useTranslation("home");
  if (item.subject.kind === "escalation") return <AskEscalation tenant={tenant} escalation={item.subject.id} back={<Back />} />;
  return (
    <section className={styles.card}>
      <Back />
      <h2 className={styles.cardTitle}>{item.title}</h2>
      <p className={styles.muted}>{item.about}</p>
      <p className={styles.sentence}>{t(`say.${item.verb}`)}</p>
      <div><Open tenant={tenant} item={item} /></div>
    </section>
  );
}

/** Back to the list, where there is no room for both. */
function Back() {
  const { t } = useTranslation("home");
  return <Link className={styles.back} to="." search={(before) => ({ ...before, item: undefined })}><IconArrowLeft size={20} aria-hidden />{t("back")}</Link>;
}
