// One setting: what waits for the other side, the document as a form or as text, and its versions.
import { useState } from "react";
import { SegmentedControl } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { AskReason } from "../../components/ask-reason.tsx";
import { Panel } from "../../components/panel.tsx";
import { may, useMe } from "../../data/me.ts";
import { useSaveSetting, type Setting, type SettingVersion } from "../../data/settings.ts";
import { DocumentText, parsed } from "./document-text.tsx";
import { Proposal } from "./proposal.tsx";
import { hasForm, SettingForm } from "./setting-form.tsx";
import { SettingVersions } from "./setting-versions.tsx";
import styles from "./organisations.module.css";

type Document = SettingVersion["document"];
const written = (document: Document): string => JSON.stringify(document, null, 2);

export function SettingDesk({ tenant, setting }: { readonly tenant: string; readonly setting: Setting }) {
  const { t } = useTranslation("organisations");
  const me = useMe();
  const { kind, inForce, proposal, latest } = setting;
  const save = useSaveSetting(tenant, kind, latest);
  const [text, setText] = useState(written(inForce.document));
  const [isText, setIsText] = useState(!hasForm(kind));
  const [start, setStart] = useState(text);
  const isChanging = may(me, "setting:change", tenant);
  const read = parsed(text);
  const isChanged = text !== written(inForce.document);
  const show = (value: string): void => {
    setStart(text);
    setIsText(value === "text");
  };
  return (
    <div className={styles.stack}>
      {proposal !== null && <Proposal tenant={tenant} kind={kind} proposal={proposal} inForce={inForce} />}
      <Panel
        title={t(`kind.${kind}`)}
        note={t(`about.${kind}`)}
        side={hasForm(kind) && <SegmentedControl size="xs" aria-label={t("asWhat")} value={isText ? "text" : "form"} onChange={show} data={[{ value: "form", label: t("asForm") }, { value: "text", label: t("asText") }]} />}
      >
        <fieldset disabled={!isChanging} style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          {isText || !hasForm(kind)
            ? <DocumentText label={t(`kind.${kind}`)} text={start} problem={read.problem} isReadOnly={!isChanging} change={setText} />
            : read.document === undefined ? <p className={styles.problem}>{t("notReadable")}</p> : <SettingForm tenant={tenant} kind={kind} document={read.document} change={(document) => setText(written(document))} />}
        </fieldset>
        {read.problem !== undefined && <p className={styles.problem} role="alert">{read.problem.words}</p>}
        {isChanging && isChanged && read.document !== undefined && (
          <div className={styles.row}>
            <AskReason label={t("save", { version: latest + 1 })} verb={t("save", { version: latest + 1 })} isFilled what={<p>{t("saveWhy")}</p>} run={(reason) => save.mutateAsync({ document: read.document!, reason })} />
            <span className={styles.muted}>{t("changed")}</span>
          </div>
        )}
      </Panel>
      <SettingVersions tenant={tenant} kind={kind} take={isChanging ? (document) => { setText(written(document)); setStart(written(document)); } : undefined} />
    </div>
  );
}
