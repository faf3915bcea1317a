// Files of an incident or a request: kept and hashed by the platform, never opened here.
import { useId, useRef, useState } from "react";
import { Button } from "@mantine/core";
import { IconDownload, IconPaperclip } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ApiProblem } from "../data/client.ts";
import { locale } from "../format/time.ts";
import { Time } from "./time.tsx";
import { Value } from "./value.tsx";
import styles from "./files.module.css";

export type ShownFile = { readonly id: number; readonly name: string; readonly size: number; readonly sha256: string; readonly addedAt: string; readonly addedBy: string };
// src/contract: at most 16 MB.
const BIGGEST = 16 * 1024 * 1024;
const AT_ONCE = 32_768;

/** Files as rows with what says which bytes they are; `href` gives the address of one. */
export function FileList({ files, href, side }: { readonly files: readonly ShownFile[]; readonly href: (file: ShownFile) => string; readonly side?: (file: ShownFile) => React.ReactNode }) {
  const { t } = useTranslation("thread");
  return (
    <ul className={styles.files}>
      {files.map((file) => (
        <li key={file.id}>
          <a className={styles.name} href={href(file)} download={file.name}><IconDownload size={14} aria-hidden /><Value value={file.name} longest={60} /><span className="hidden-text">{t("file.save")}</span></a>
          <span className={styles.meta}>{sizeText(file.size)} · {file.addedBy} · <Time at={file.addedAt} /></span>
          <span className={styles.meta}>{t("file.sha256")} <Value value={file.sha256} longest={24} /></span>
          {side?.(file)}
        </li>
      ))}
    </ul>
  );
}

const UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** In the unit that leaves at most three digits before the point. */
function sizeText(bytes: number): string {
  const step = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return new Intl.NumberFormat(locale(), { style: "unit", unit: UNITS[step], unitDisplay: "short", maximumFractionDigits: step === 2 ? 1 : 0 }).format(bytes / 1000 ** step);
}

/** Adds a file from the person's machine. */
export function AddFile({ add, isBig = false }: { readonly add: (file: { readonly name: string; readonly content: string }) => Promise<unknown>; readonly isBig?: boolean }) {
  const { t } = useTranslation("thread");
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const send = async (file: File): Promise<void> => {
    if (file.size > BIGGEST) return setProblem(t("file.big"));
    setSending(true);
    setProblem(undefined);
    try {
      await add({ name: file.name, content: base64(new Uint8Array(await file.arrayBuffer())) });
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.problem.detail : t("state.unknown", { ns: "shell" }));
    }
    setSending(false);
  };
  return (
    <span className={styles.add}>
      <input ref={input} id={id} type="file" hidden onChange={(event) => { const [file] = event.currentTarget.files ?? []; event.currentTarget.value = ""; if (file !== undefined) void send(file); }} />
      <Button leftSection={<IconPaperclip size={16} stroke={1.75} aria-hidden />} loading={isSending} size={isBig ? "md" : "xs"} onClick={() => input.current?.click()}>{t("file.add")}</Button>
      {problem !== undefined && <span className={styles.problem} role="alert">{problem}</span>}
    </span>
  );
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += AT_ONCE) text += String.fromCharCode(...bytes.subarray(at, at + AT_ONCE));
  return btoa(text);
}
