// From nothing to the first event, in five steps that stay pages of their own afterwards.
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { Mark } from "../../components/mark.tsx";
import { Loading } from "../../components/states.tsx";
import { useChangeView, useView } from "../../data/search.ts";
import { useSetUpState, useSomebody } from "../../data/set-up.ts";
import { Administrator } from "./administrator.tsx";
import { FirstEvent } from "./first-event.tsx";
import { FirstOrganisation } from "./first-organisation.tsx";
import { FirstPeople } from "./first-people.tsx";
import { FirstSource } from "./first-source.tsx";
import { SignInFirst } from "./sign-in-first.tsx";
import { STEPS, Steps, type Step } from "./steps.tsx";
import styles from "./set-up.module.css";

export function SetUpPage() {
  const { t } = useTranslation("set-up");
  const view = useView();
  const change = useChangeView();
  const somebody = useSomebody();
  const state = useSetUpState();
  const me = somebody.data;
  // Nobody goes on before they have signed in.
  const asked = STEPS.find((one) => one === view["step"]) ?? "organisation";
  const step: Step = me === undefined ? "administrator" : asked;
  const at = STEPS.indexOf(step);
  const go = (to: Step | undefined): void => { if (to !== undefined) change({ step: to }); };
  const tenant = me?.organisations.find((one) => one.tenant === view["org"])?.tenant ?? me?.organisations.at(-1)?.tenant;
  const moves = { back: at > 0 ? () => go(STEPS[at - 1]) : undefined, next: () => go(STEPS[at + 1]) };
  return (
    <div className={styles.page}>
      <aside className={styles.aside}>
        <div className={styles.mark}><Mark /><span>Vigie</span></div>
        <Steps step={step} me={me} tenant={tenant} go={go} />
        <p className={styles.foot}>{t("nothingFinal")}</p>
      </aside>
      <main className={styles.main}>
        <p className={styles.of}>{t("stepOf", { step: at + 1, all: STEPS.length })}</p>
        <h1>{t(`title.${step}`)}</h1>
        <p className={styles.lead}>{t(`lead.${step}`)}</p>
        <Suspense fallback={<Loading rows={4} />}>
          {somebody.isPending && <Loading rows={4} />}
          {step === "administrator" && somebody.isError && (state.data?.needed === false ? <SignInFirst /> : <Administrator />)}
          {step === "administrator" && me !== undefined && <p>{t("signedIn", { name: me.name })}</p>}
          {step === "organisation" && <FirstOrganisation done={(made) => change({ step: "source", org: made })} {...moves} />}
          {step === "source" && <FirstSource tenant={tenant} {...moves} />}
          {step === "event" && <FirstEvent tenant={tenant} {...moves} />}
          {step === "people" && <FirstPeople tenant={tenant} {...moves} />}
        </Suspense>
      </main>
    </div>
  );
}
