// A value out of a log: mono text, never markup; what would act is shown by its name; what is long is cut in the middle.
import { useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { cut, visible } from "../format/visible.ts";
import styles from "./value.module.css";

const LONGEST = 240;
// More than this at once makes a page slow, and nobody reads it: the rest is in the export.
const SHOWN_AT_MOST = 20_000;

type Props = { readonly value: string; readonly longest?: number; readonly isMatch?: boolean };

/** One value; `isMatch` underlines what a rule matched. */
export function Value({ value, longest = LONGEST, isMatch = false }: Props) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const parts = cut(value, isWhole ? SHOWN_AT_MOST : longest);
  return (
    <bdi className={isMatch ? `${styles.value} ${styles.match}` : styles.value}>
      {parts === undefined ? <Stretches of={value} /> : (
        <>
          <Stretches of={parts.head} />
          <UnstyledButton component="span" role="button" tabIndex={0} className={styles.more} onClick={(event) => { event.stopPropagation(); setWhole(true); }} onKeyDown={(event) => { if (event.key === "Enter") setWhole(true); }}>
            {isWhole ? t("value.left", { count: parts.left }) : t("value.more", { count: parts.left })}
          </UnstyledButton>
          <Stretches of={parts.tail} />
        </>
      )}
    </bdi>
  );
}

const Stretches = ({ of }: { readonly of: string }) => visible(of).map((stretch, at) => ("text" in stretch ? stretch.text : <span key={at} className={styles.named}>{stretch.named}</span>));
