// The five steps, with what is done already.
import { UnstyledButton } from "@mantine/core";
import { IconCircleCheck, IconCircleDashed, IconCircleDot } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Me } from "../../data/me.ts";
import styles from "./set-up.module.css";

export const STEPS = ["administrator", "organisation", "source", "event", "people"] as const;
export type Step = (typeof STEPS)[number];
/** Where the foot of a step leads. */
export type Moves = { readonly back: (() => void) | undefined; readonly next: () => void };

export function Steps({ step, me, tenant, go }: { readonly step: Step; readonly me: Me | undefined; readonly tenant: string | undefined; readonly go: (step: Step) => void }) {
  const { t } = useTranslation("set-up");
  const organisation = me?.organisations.find((one) => one.tenant === tenant)?.name;
  const done: Partial<Readonly<Record<Step, string>>> = { ...(me === undefined ? {} : { administrator: me.name }), ...(organisation === undefined ? {} : { organisation }) };
  return (
    <ol className={styles.steps} aria-label={t("steps")}>
      {STEPS.map((one) => {
        const Sign = one === step ? IconCircleDot : done[one] === undefined ? IconCircleDashed : IconCircleCheck;
        return (
          <li key={one}>
            <UnstyledButton className={styles.step} data-on={one === step} data-done={done[one] !== undefined} aria-current={one === step ? "step" : undefined} disabled={me === undefined && one !== step} onClick={() => go(one)}>
              <Sign size={20} stroke={1.75} aria-hidden />
              <span><strong>{t(`step.${one}`)}</strong><small>{done[one] ?? t(`about.${one}`)}</small></span>
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}
