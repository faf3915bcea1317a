import type { AlertPage } from "../../data/alerts.ts";

/** What every tab of the page is given. */
export type TabProps = { readonly page: AlertPage; readonly judgeAlike: (() => Promise<unknown>) | undefined };
