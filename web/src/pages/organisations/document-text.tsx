// A document as text: JSON, or the YAML that is JSON; what cannot be read is marked at its place.
import { lazy, Suspense, useMemo } from "react";
import { Loading } from "../../components/states.tsx";
import type { SettingVersion } from "../../data/settings.ts";
import styles from "./organisations.module.css";

const RuleText = lazy(async () => ({ default: (await import("../rules/rule-text.tsx")).RuleText }));

type Problem = { readonly line: number; readonly column: number; readonly words: string };
type Read = { readonly document?: SettingVersion["document"]; readonly problem?: Problem };

/** The document that the text is, or what is wrong with it. */
export function parsed(text: string): Read {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== "object" || document === null || Array.isArray(document)) return { problem: { line: 1, column: 1, words: "{ … }" } };
    return { document: document as SettingVersion["document"] };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    const at = /position (\d+)/.exec(words);
    const before = text.slice(0, at === null ? text.length : Number(at[1])).split("\n");
    return { problem: { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, words } };
  }
}

export function DocumentText({ label, text, problem, isReadOnly, change }: { readonly label: string; readonly text: string; readonly problem: Problem | undefined; readonly isReadOnly: boolean; readonly change: (text: string) => void }) {
  const { line, column, words } = problem ?? {};
  const mistakes = useMemo(() => (line === undefined || column === undefined || words === undefined ? [] : [{ line, column, reason: words, hint: "", title: null }]), [line, column, words]);
  return <div className={styles.editor}><Suspense fallback={<Loading />}><RuleText label={label} text={text} mistakes={mistakes} isReadOnly={isReadOnly} onChange={change} /></Suspense></div>;
}
