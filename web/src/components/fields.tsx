// Facts in pairs, and a button that acts at once where nobody asks for a reason.
import { useState, type ReactNode } from "react";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../data/client.ts";
import styles from "./fields.module.css";

export const Facts = ({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) => (
  <dl className={styles.facts}>{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
);

/** Waits for the answer, and says beside itself what was refused. */
export function ActButton({ label, run, isFilled = false, icon }: { readonly label: string; readonly run: () => Promise<unknown>; readonly isFilled?: boolean; readonly icon?: ReactNode }) {
  const { t } = useTranslation();
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const act = async (): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    try {
      await run();
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown"));
    }
    setSending(false);
  };
  return (
    <>
      <Button variant={isFilled ? "filled" : "default"} leftSection={icon} loading={isSending} onClick={() => void act()}>{label}</Button>
      {problem !== undefined && <span className={styles.problem} role="alert">{problem}</span>}
    </>
  );
}
