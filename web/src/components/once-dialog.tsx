// Asks, and shows what comes of it once: a link, a key, a secret, of which the server keeps only the hash.
import { useRef, useState, type ComponentProps } from "react";
import { CopyButton, Button } from "@mantine/core";
import { FormDialog } from "./form-dialog.tsx";
import styles from "./once-dialog.module.css";

type Props = Omit<ComponentProps<typeof FormDialog>, "run"> & {
  /** Resolves with what is shown once. */
  readonly run: (form: FormData) => Promise<string>;
  readonly shown: { readonly title: string; readonly why: string; readonly done: string; readonly copy: string };
};

export function OnceDialog({ run, shown, close, ...asked }: Props) {
  const isShown = useRef(false);
  const [text, setText] = useState<string>();
  const send = async (form: FormData): Promise<void> => {
    const answer = await run(form);
    isShown.current = true;
    setText(answer);
  };
  // Once there is something to show, the first dialog gives way to it instead of closing.
  if (text === undefined) return <FormDialog key="asked" {...asked} run={send} close={() => { if (!isShown.current) close(); }} />;
  return (
    <FormDialog key="shown" title={shown.title} verb={shown.done} run={() => Promise.resolve()} close={close}>
      <p>{shown.why}</p>
      <code className={styles.text}>{text}</code>
      <div><CopyButton value={text}>{({ copy, copied }) => <Button onClick={copy}>{copied ? "✓ " : ""}{shown.copy}</Button>}</CopyButton></div>
    </FormDialog>
  );
}
