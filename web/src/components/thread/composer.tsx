// Where one writes: what stands on the switch is who will read it.
import { useId, useState } from "react";
import { Button, Textarea, UnstyledButton } from "@mantine/core";
import { IconLock, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../../data/client.ts";
import { Key } from "../badges.tsx";
import styles from "./composer.module.css";

export type Visibility = "internal" | "shared";

type Props = {
  /** Says to whom: "Write to Centre hospitalier de la Baie". */
  readonly label: string;
  readonly send: (text: string, visibility: Visibility) => Promise<unknown>;
  /** What stands on the switch; without it all that is written is shared. */
  readonly choices?: Readonly<Record<Visibility, string>>;
  /** Who reads it, where there is no choice. */
  readonly readers?: string;
  readonly begins?: Visibility;
};

/** A field and who reads it; what was written stays until it is kept. */
export function Composer({ label, send, choices, readers, begins = "shared" }: Props) {
  const { t } = useTranslation("thread");
  const id = useId();
  const [text, setText] = useState("");
  const [visibility, setVisibility] = useState<Visibility>(begins);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (): Promise<void> => {
    if (text.trim() === "" || isSending) return;
    setSending(true);
    setProblem(undefined);
    try {
      await send(text.trim(), visibility);
      setText("");
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" }));
    }
    setSending(false);
  };
  return (
    <form className={styles.composer} onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Textarea
        id={id} aria-label={label} placeholder={label} value={text} autosize minRows={1} maxRows={10} data-composer
        classNames={{ input: visibility === "internal" ? styles.internal! : "" }}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void submit(); } }}
      />
      {problem !== undefined && <p className={styles.problem} role="alert">{problem}</p>}
      <div className={styles.verbs}>
        {choices === undefined ? <span className={styles.readers}>{readers}</span> : <Switch choices={choices} chosen={visibility} choose={setVisibility} />}
        <Button type="submit" variant="filled" loading={isSending} disabled={text.trim() === ""} rightSection={<Key>⌘↵</Key>}>{t("send")}</Button>
      </div>
    </form>
  );
}

const SIGNS = { internal: IconLock, shared: IconUsers } as const;

function Switch({ choices, chosen, choose }: { readonly choices: Readonly<Record<Visibility, string>>; readonly chosen: Visibility; readonly choose: (visibility: Visibility) => void }) {
  const { t } = useTranslation("thread");
  return (
    <div className={styles.switch} role="group" aria-label={t("who")}>
      {(["internal", "shared"] as const).map((one) => {
        const Sign = SIGNS[one];
        return <UnstyledButton key={one} className={styles.choice} aria-pressed={one === chosen} onClick={() => choose(one)}><Sign size={14} stroke={1.75} aria-hidden />{choices[one]}</UnstyledButton>;
      })}
    </div>
  );
}
