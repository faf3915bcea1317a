// Address, queues and words of a connector, as one document; the server says what of it does not fit.
import { useState } from "react";
import { TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ActButton } from "../../components/fields.tsx";
import { useEditConnector, type Connector } from "../../data/connectors.ts";
import { may, useMe } from "../../data/me.ts";
import { DocumentText, parsed } from "./document-text.tsx";
import styles from "./organisations.module.css";

export function ConnectorMapping({ tenant, connector }: { readonly tenant: string; readonly connector: Connector }) {
  const { t } = useTranslation("organisations");
  const isChanging = may(useMe(), "connector:change", tenant);
  const edit = useEditConnector(tenant, connector.id);
  const [first] = useState(() => JSON.stringify(connector.settings, null, 2));
  const [text, setText] = useState(first);
  const [url, setUrl] = useState(connector.url);
  const { document, problem } = parsed(text);
  return (
    <div className={styles.stack}>
      <TextInput label={t("connector.url")} value={url} onChange={(event) => setUrl(event.currentTarget.value)} readOnly={!isChanging} />
      <DocumentText label={t("connector.settings")} text={first} problem={problem} isReadOnly={!isChanging} change={setText} />
      {problem !== undefined && <p className={styles.problem} role="alert">{problem.words}</p>}
      {isChanging && document !== undefined && (text !== first || url !== connector.url) && <div className={styles.row}><ActButton isFilled label={t("connector.save")} run={() => edit.mutateAsync({ url, settings: document, seen: connector.version })} /></div>}
    </div>
  );
}
