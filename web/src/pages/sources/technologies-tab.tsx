// What the platform reads, and how well that is proven; a line pasted in is read at once.
import { useState } from "react";
import { TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { useTechnologies, type Technology } from "../../data/sources.ts";
import { numberText, shareText } from "../../format/time.ts";
import { ReadLines } from "./read-lines.tsx";
import styles from "./sources.module.css";

const has = ({ name, title, products, formats, aka, streams }: Technology, wanted: string): boolean => [name, title, ...products, ...formats, ...aka, ...streams].some((text) => text.toLowerCase().includes(wanted));

export function TechnologiesTab({ tenant }: { readonly tenant: string }) {
  const { t } = useTranslation("sources");
  const found = useTechnologies();
  const [search, setSearch] = useState("");
  const all = found.data?.technologies ?? [];
  const shown = all.filter((one) => has(one, search.trim().toLowerCase()));
  return (
    <div className={styles.body}>
      <ReadLines tenant={tenant} technologies={all} />
      <div className={styles.row}>
        <TextInput className={styles.search} aria-label={t("technology.search")} placeholder={t("technology.search")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} leftSection={<IconSearch size={16} aria-hidden />} />
        {found.isSuccess && <span className={styles.muted} aria-live="polite">{t("technology.count", { count: shown.length, shown: numberText(shown.length) })}</span>}
      </div>
      {found.isPending && <Loading rows={10} />}
      {found.isError && <Failed error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && shown.length === 0 && <Empty title={t("technology.none")}>{t("technology.noneWhy")}</Empty>}
      {shown.length > 0 && (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        <div className={styles.wide} tabIndex={0} role="region" aria-label={t("tab.technologies")}>
          <table className={styles.plain}>
            <thead><tr><th scope="col">{t("column.technology")}</th><th scope="col">{t("technology.formats")}</th><th scope="col">{t("technology.streams")}</th><th scope="col" align="right">{t("technology.families")}</th><th scope="col" align="right">{t("technology.samples")}</th><th scope="col" align="right">{t("technology.recognised")}</th></tr></thead>
            <tbody>{shown.map((one) => (
              <tr key={one.name}>
                <th scope="row">{one.title}<code>{one.name}</code></th><td>{one.formats.join(", ")}</td><td>{one.streams.join(", ")}</td>
                <td align="right" className="number">{one.figures === null ? t("technology.notKnown") : numberText(one.figures.families)}</td><td align="right" className="number">{one.figures === null ? t("technology.notKnown") : numberText(one.figures.samples)}</td><td align="right" className="number">{one.figures === null ? t("technology.notKnown") : shareText(one.figures.recognised, 0)}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </div>
  );
}
