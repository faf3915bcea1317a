import { Shapes } from "./shapes.tsx";
import styles from "./sources.module.css";

/** All that nobody could read in one organisation, by shape. */
export const QuarantineTab = ({ tenant }: { readonly tenant: string }) => <div className={styles.body}><Shapes tenant={tenant} /></div>;
