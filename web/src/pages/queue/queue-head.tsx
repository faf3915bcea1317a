// Above the rows: title and stages with counts, filters, what is new, and the horizon with its sum.
import { memo, useState } from "react";
import { UnstyledButton } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Horizon } from "../../components/horizon/horizon.tsx";
import { PageHead, TabLinks } from "../../components/page.tsx";
import { horizonQuery, type AlertList } from "../../data/alerts.ts";
import { useView } from "../../data/search.ts";
import { numberText } from "../../format/time.ts";
import type { Room } from "./columns.tsx";
import { FiltersBar } from "./filters-bar.tsx";
import { FILTER_MEMBERS, STAGES, stageOf, windowOf } from "./filter.ts";
import { Pill } from "./pill.tsx";
import { SavedViews } from "./saved-views.tsx";
import { SortMenu } from "./sort-menu.tsx";
import type { Fresh } from "./use-fresh.ts";
import styles from "./queue.module.css";

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

// A step of the cursor leaves it as it is.
export const QueueHead = memo(function QueueHead({ title, counts, room, isFlyout, fresh, scope, older, isProvider, total }: Props) {
  const { t } = useTranslation("queue");
  const stage = stageOf(useView());
  const horizon = useQuery({ ...horizonQuery(scope, DAY_H), enabled: room !== "phone" });
  const told = (count: number): string => (count > MOST_COUNTED ? `${numberText(MOST_COUNTED)}+` : numberText(count));
  const stages = isProvider ? STAGES.filter((name) => !isFlyout || name !== "closed") : STAGES.filter((name) => name === "open" || name === "closed");
  const isShort = room === "narrow";
  const isFolded = isShort || room === "phone";
  const [isFilters, setFilters] = useState(false);
  return (
    <div>
      <PageHead
        title={title}
        {...(isShort || room === "phone" ? { note: told(total) } : {})}
        tabs={!isShort && <TabLinks label={t("stages")} param="stage" chosen={stage} tabs={stages.map((name) => ({ name, text: t(`stage.${name}`), count: counts === undefined ? undefined : told(counts[name]) }))} />}
        side={<>{isFolded && <FilterToggle isOn={isFilters} toggle={() => setFilters((was) => !was)} />}{isShort && <Pill fresh={fresh} />}<SavedViews tenant={scope} /><SortMenu /></>}
      />
      {(!isFolded || isFilters) && <FiltersBar older={older} isShort={isFlyout}>{!isFolded && <Pill fresh={fresh} />}</FiltersBar>}
      {room === "phone" && fresh.count > 0 && <div className={styles.phonePill}><Pill fresh={fresh} /></div>}
      {!isShort && room !== "phone" && horizon.data !== undefined && <Horizon {...horizon.data} />}
    </div>
  );
});

/** Where there is no room for chips: how many filters are set, and a way to them. */
function FilterToggle({ isOn, toggle }: { readonly isOn: boolean; readonly toggle: () => void }) {
  const { t } = useTranslation("queue");
  const view = useView();
  const set = FILTER_MEMBERS.filter((name) => name !== "sort" && name !== "stage" && name !== "seen" && view[name] !== undefined).length + (windowOf(view) === "all" ? 0 : 1);
  return <UnstyledButton className={styles.toggle} aria-expanded={isOn} aria-label={t("filtersSet", { count: set })} onClick={toggle}><IconFilterPlus size={18} stroke={1.75} aria-hidden /><span className="number" aria-hidden>{set}</span></UnstyledButton>;
}
