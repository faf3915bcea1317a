// The query: a plain field with its colours painted behind it. The painted text gives the height.
import { useRef, useState } from "react";
import { Button } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Key } from "../../components/badges.tsx";
import { useKeys } from "../../keys/index.tsx";
import { tokensOf } from "./query-tokens.ts";
import styles from "./hunt.module.css";

const LONGEST = 16_384;

type Props = { readonly query: string; readonly problem: string | undefined; readonly isSearching: boolean; readonly search: (query: string) => void; readonly children: React.ReactNode };

export function QueryBox({ query, problem, isSearching, search, children }: Props) {
  const { t } = useTranslation("hunt");
  const [text, setText] = useState(query);
  const field = useRef<HTMLTextAreaElement>(null);
  const [given, setGiven] = useState(query);
  if (given !== query) {
    setGiven(query);
    setText(query);
  }
  useKeys([
    { key: "/", label: t("keys.query"), group: t("title"), run: () => field.current?.focus() },
    { key: "mod+enter", label: t("search"), group: t("title"), run: () => search(text) },
  ]);
  return (
    <form className={styles.ask} role="search" onSubmit={(event) => { event.preventDefault(); search(text); }}>
      <div className={styles.query} data-wrong={problem !== undefined}>
        <IconSearch size={16} stroke={1.75} aria-hidden />
        <div className={styles.editor}>
          <pre aria-hidden className={styles.painted}>{tokensOf(text).map(({ kind, text: piece }, at) => <span key={at} data-kind={kind}>{piece}</span>)}{"\u200b"}</pre>
          <textarea ref={field} className={styles.typed} value={text} onChange={(event) => setText(event.currentTarget.value)} aria-label={t("query")} placeholder={t("placeholder")} maxLength={LONGEST} rows={1} spellCheck={false} autoCapitalize="off" autoComplete="off" aria-invalid={problem !== undefined} aria-describedby={problem === undefined ? undefined : "query-problem"} onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            search(text);
          }} />
        </div>
      </div>
      {children}
      <Button type="submit" variant="filled" size="sm" loading={isSearching} rightSection={<Key>⌘↵</Key>}>{t("search")}</Button>
      {problem !== undefined && <p id="query-problem" className={styles.problem} role="alert">{problem}</p>}
    </form>
  );
}
