// Lines that nobody could read, by shape; each can be tried and read again once its parser is mended.
import { useState } from "react";
import { Button } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Empty, Failed, Loading } from "../../components/states.tsx";
import { Time } from "../../components/time.tsx";
import { Value } from "../../components/value.tsx";
import { ApiProblem } from "../../data/client.ts";
import { may, useMe } from "../../data/me.ts";
import { reparse, useQuarantineGroups, type QuarantineFilter, type QuarantineGroup, type ReparseProgress, type ReparseResult } from "../../data/quarantine.ts";
import { numberText, shareText } from "../../format/time.ts";
import { shapePieces } from "./shape-pieces.ts";
import styles from "./flyout.module.css";

// A share of fewer lines says nothing.
const ENOUGH = 20;

/** Of one source, beside it; or of all, as a page of its own. */
export function Shapes({ tenant, source }: { readonly tenant: string; readonly source?: string }) {
  const { t } = useTranslation("sources");
  const found = useQuarantineGroups(tenant, source === undefined ? {} : { source });
  if (found.isPending) return <Loading rows={6} />;
  if (found.isError) return <Failed error={found.error} retry={() => void found.refetch()} />;
  const { groups, complete } = found.data;
  const Heading = source === undefined ? "h2" : "h3";
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  if (groups.length === 0) return <Empty title={t("shape.none")}>{t("shape.noneWhy")}</Empty>;
  return (
    <>
      <Heading className={styles.shapesHead}>{t("shape.title")} <span className={styles.muted}>{t("shape.count", { count: groups.length })}{!complete && ` · ${t("shape.partial")}`}</span></Heading>
      <ul className={styles.shapes}>{groups.map((group) => <li key={`${group.reason}\n${group.shape}`}><Shape tenant={tenant} group={group} total={total} source={source} /></li>)}</ul>
    </>
  );
}

type Props = { readonly tenant: string; readonly group: QuarantineGroup; readonly total: number; readonly source: string | undefined };

function Shape({ tenant, group: { reason, shape, count, last, sources, example }, total, source }: Props) {
  const { t } = useTranslation("sources");
  const me = useMe();
  const [isExample, setExample] = useState(false);
  return (
    <div className={styles.shape}>
      <div className={styles.shapeHead}><span><strong className="number">{numberText(count)}</strong> {t("shape.lines", { count })}{total >= ENOUGH && `, ${shareText(count / total, 0)}`}</span><span className={styles.muted}>{reason}</span></div>
      <p className={styles.pieces}>{shapePieces(shape).map((piece, at) => (piece.isVariable ? <span key={at} className={styles.variable}>{t(`shape.kind.${piece.kind}`)}</span> : <Value key={at} value={piece.text} />))}</p>
      {isExample && <div className={styles.example}><Value value={example} longest={600} /></div>}
      <p className={styles.muted}>{source === undefined && <>{sources.map((one) => one.source).join(", ")} · </>}{t("shape.last")} <Time at={last} seconds /></p>
      <div className={styles.verbs}>
        <Button aria-expanded={isExample} onClick={() => setExample((was) => !was)}>{t(isExample ? "shape.hide" : "shape.example")}</Button>
        <Link to="/hunt" search={{ org: tenant, tab: "quarantine", reason, last: "183d", ...(source === undefined ? {} : { source }) }}>{t("shape.see")}</Link>
      </div>
      {may(me, "line:reparse", tenant) && <Reparse tenant={tenant} filter={{ reason, shape, ...(source === undefined ? {} : { source }) }} />}
    </div>
  );
}

/** First how many could be read now, then to read them. */
function Reparse({ tenant, filter }: { readonly tenant: string; readonly filter: QuarantineFilter }) {
  const { t } = useTranslation("sources");
  const client = useQueryClient();
  const [step, setStep] = useState<ReparseProgress>();
  const [result, setResult] = useState<ReparseResult>();
  const [problem, setProblem] = useState<string>();
  const [isWorking, setWorking] = useState(false);
  const run = async (dryRun: boolean): Promise<void> => {
    setWorking(true);
    setProblem(undefined);
    setResult(undefined);
    try {
      setResult(await reparse(tenant, filter, dryRun, setStep));
      if (!dryRun) await Promise.all(["quarantine", "source", "event"].map((noun) => client.invalidateQueries({ queryKey: [noun] })));
    } catch (error) {
      setProblem(error instanceof ApiProblem && error.problem.detail !== "" ? error.problem.detail : t("state.unknown", { ns: "shell" }));
    }
    setStep(undefined);
    setWorking(false);
  };
  const said = result === undefined ? undefined : t(result.dryRun ? "reparse.could" : "reparse.done", { count: result.looked, some: numberText(result.dryRun ? result.readable : result.handedIn), all: numberText(result.looked) });
  return (
    <div className={styles.reparse}>
      <div className={styles.verbs}>
        <Button loading={isWorking} leftSection={<IconRefresh size={15} aria-hidden />} onClick={() => void run(true)}>{t("reparse.try")}</Button>
        {result?.dryRun === true && result.readable > 0 && <Button variant="filled" loading={isWorking} onClick={() => void run(false)}>{t("reparse.run", { count: result.readable, lines: numberText(result.readable) })}</Button>}
      </div>
      <p aria-live="polite">{step !== undefined && t("reparse.step", { count: step.looked, looked: numberText(step.looked) })}{said}{result !== undefined && result.tooNew > 0 && ` ${t("reparse.tooNew", { count: result.tooNew })}`}</p>
      {problem !== undefined && <p role="alert" className={styles.problem}>{problem}</p>}
    </div>
  );
}
