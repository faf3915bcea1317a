// A change that needs more than a word: its fields, what follows from it, and what the server says of it.
import { useState, type ReactNode } from "react";
import { Button, Modal } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../data/client.ts";
import { useAtMost } from "./use-at-most.ts";
import styles from "./form-dialog.module.css";

type Props = {
  readonly title: string;
  /** What the last button says; it names the consequence. */
  readonly verb: string;
  readonly run: (form: FormData) => Promise<unknown>;
  readonly close: () => void;
  readonly children: ReactNode;
  readonly isWide?: boolean;
  readonly isDisabled?: boolean;
};

/** Waits for the answer, stays open where it was refused, and says why. */
export function FormDialog({ title, verb, run, close, children, isWide = false, isDisabled = false }: Props) {
  const { t } = useTranslation();
  const isPhone = useAtMost(640);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = async (form: FormData): Promise<void> => {
    setSending(true);
    setProblem(undefined);
    try {
      await run(form);
      close();
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown"));
      setSending(false);
    }
  };
  return (
    <Modal.Root opened onClose={close} size={isWide ? 720 : 480} fullScreen={isPhone} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        {/* Mantine's own head is a banner, of which a page has one. */}
        <div className={styles.head}><h2>{title}</h2><Modal.CloseButton size={isPhone ? 44 : 28} aria-label={t("keys.close")} /></div>
        <Modal.Body>
          <form className={styles.form} onSubmit={(event) => { event.preventDefault(); void send(new FormData(event.currentTarget)); }}>
            {children}
            {problem !== undefined && <p className={styles.problem} role="alert">{problem}</p>}
            <div className={styles.verbs}>
              <Button onClick={close} size={isPhone ? "md" : "xs"}>{t("reason.cancel")}</Button>
              <Button type="submit" variant="filled" loading={isSending} disabled={isDisabled} size={isPhone ? "md" : "xs"}>{verb}</Button>
            </div>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
