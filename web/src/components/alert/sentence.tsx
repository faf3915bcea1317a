import type { AlertPage } from "../../data/alerts.ts";
import { Value } from "../value.tsx";
import styles from "./alert.module.css";

type Segments = AlertPage["sentence"]["segments"];

/** What happened: words of ours, and values out of logs, which stay values. */
export const Segments = ({ of, isMarked = false }: { readonly of: Segments; readonly isMarked?: boolean }) => of.map((segment, at) => ("text" in segment ? <span key={at}>{segment.text}</span> : <Value key={at} value={segment.value} longest={120} isMatch={isMarked} />));

export const Sentence = ({ sentence }: { readonly sentence: AlertPage["sentence"] }) => <p className={styles.sentence}><Segments of={sentence.segments} /></p>;
