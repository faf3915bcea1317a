// Above the rows: title and stages with counts, filters, what is new, and the horizon with its sum.
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Horizon } from "../../components/horizon/horizon.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { horizonQuery, type AlertList } from "../../data/alerts.ts";
import { useView } from "../../data/search.ts";
import { numberText } from "../../format/time.ts";
import type { Room } from "./columns.tsx";
import { FiltersBar } from "./filters-bar.tsx";
import { STAGES, stageOf } from "./filter.ts";
import { Pill } from "./pill.tsx";
import { SavedViews } from "./saved-views.tsx";
import { SortMenu } from "./sort-menu.tsx";
import type { Fresh } from "./use-fresh.ts";

type Props = {
  readonly title: string;
  readonly counts: AlertList["counts"] | undefined;
  readonly room: Room;
  readonly isFlyout: boolean;
  readonly fresh: Fresh;
  readonly scope: string | undefined;
  readonly older: number | undefined;
  readonly isProvider: boolean;
  readonly total: number;
};

const MOST_COUNTED = 10_000;
const DAY_H = 24;

export function QueueHead({ title, counts, room, isFlyout, fresh, scope, older, isProvider, total }: Props) {
  const { t } = useTranslation("queue");
  const stage = stageOf(useView());
  const horizon = useQuery({ ...horizonQuery(scope, DAY_H), enabled: room !== "phone" });
  const told = (count: number): string => (count > MOST_COUNTED ? `${numberText(MOST_COUNTED)}+` : numberText(count));
  const stages = isProvider ? STAGES.filter((name) => !isFlyout || name !== "closed") : STAGES.filter((name) => name === "open" || name === "closed");
  const isShort = room === "narrow";
  return (
    <div>
      <PageHead
        title={title}
        {...(isShort || room === "phone" ? { note: told(total) } : {})}
        tabs={!isShort && <TabLinks label={t("stages")} param="stage" chosen={stage} tabs={stages.map((name) => ({ name, text: t(`stage.${name}`), count: counts === undefined ? undefined : told(counts[name]) }))} />}
        side={<>{isShort && <Pill fresh={fresh} />}<SavedViews tenant={scope} /><SortMenu /></>}
      />
      {!isShort && <FiltersBar older={older} isShort={isFlyout}><Pill fresh={fresh} /></FiltersBar>}
      {!isShort && room !== "phone" && horizon.data !== undefined && <Horizon {...horizon.data} />}
    </div>
  );
}
