import type { AlertPage } from "../../data/alerts.ts";
import { Value } from "../value.tsx";
import styles from "./alert.module.css";

type Segments = AlertPage["sentence"]["segments"];

/** What happened: words of ours, and values out of logs, which stay values. */
const Told = ({ of }: { readonly of: Segments }) => of.map((segment, at) => ("text" in segment ? <span key={at}>{segment.text}</span> : <Value key={at} value={segment.value} longest={120} />));

export const Sentence = ({ sentence }: { readonly sentence: AlertPage["sentence"] }) => <p className={styles.sentence}><Told of={sentence.segments} /></p>;
