// A change that somebody will ask about: its reason is written where the button was pressed, and what the server says
// stands beside it.
import { useState, type ReactNode } from "react";
import { Button, Popover, Textarea } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../data/client.ts";
import styles from "./ask-reason.module.css";

// As the API has it: contract/shared.ts, Reason.
const SHORTEST = 3;

type Props = {
  readonly label: string;
  /** What the last button says; it names the consequence. */
  readonly verb: string;
  readonly run: (reason: string) => Promise<unknown>;
  readonly icon?: ReactNode;
  /** Shown above the reason: what happens, in a sentence. */
  readonly what?: ReactNode;
  readonly isFilled?: boolean;
  readonly isOptional?: boolean;
};

/** A button that asks why, waits for the answer, and says what was refused. */
export function AskReason({ label, verb, run, icon, what, isFilled = false, isOptional = false }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = async (): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    try {
      await run(reason.trim());
      setOpen(false);
      setReason("");
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown"));
    }
    setSending(false);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus withArrow={false} shadow="md" width={340} returnFocus>
      <Popover.Target><Button variant={isFilled ? "filled" : "default"} leftSection={icon} onClick={() => setOpen((was) => !was)}>{label}</Button></Popover.Target>
      <Popover.Dropdown>
        <form className={styles.form} onSubmit={(event) => { event.preventDefault(); void send(); }}>
          {what}
          <Textarea label={isOptional ? t("reason.optional") : t("reason.why")} value={reason} onChange={(event) => setReason(event.currentTarget.value)} autosize minRows={2} maxRows={8} data-autofocus required={!isOptional} />
          {problem !== undefined && <p className={styles.problem} role="alert">{problem}</p>}
          <div className={styles.verbs}>
            <Button onClick={() => setOpen(false)}>{t("reason.cancel")}</Button>
            <Button type="submit" variant="filled" loading={isSending} disabled={!isOptional && reason.trim().length < SHORTEST}>{verb}</Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
