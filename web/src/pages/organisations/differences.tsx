// What differs between two documents, member by member.
import { useTranslation } from "react-i18next";
import styles from "./organisations.module.css";

type Flat = ReadonlyMap<string, string>;
const flat = (value: unknown, path = ""): [string, string][] => {
  if (typeof value !== "object" || value === null) return [[path, JSON.stringify(value) ?? ""]];
  return Object.entries(value).flatMap(([name, inner]) => flat(inner, path === "" ? name : `${path}.${name}`));
};

const MOST = 40;

export function Differences({ before, after }: { readonly before: object; readonly after: object }) {
  const { t } = useTranslation("organisations");
  const [was, is]: readonly [Flat, Flat] = [new Map(flat(before)), new Map(flat(after))];
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter((path) => was.get(path) !== is.get(path));
  if (paths.length === 0) return <p className={styles.muted}>{t("noDifference")}</p>;
  return (
    <pre className={styles.code}>
      {paths.slice(0, MOST).flatMap((path) => [...(was.has(path) ? [`− ${path}: ${was.get(path)}`] : []), ...(is.has(path) ? [`+ ${path}: ${is.get(path)}`] : [])]).join("\n")}
      {paths.length > MOST && `\n${t("moreDifferences", { count: paths.length - MOST })}`}
    </pre>
  );
}
