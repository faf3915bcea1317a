// All that is done more rarely than once a day, behind "…".
import type { DialogProps } from "./dialog-props.ts";
import { useState, type ComponentType } from "react";
import { ActionIcon, Menu as Dropdown } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Incident } from "../../data/incidents.ts";
import { may, useMe, type Permission } from "../../data/me.ts";
import { AssignDialog } from "./assign-dialog.tsx";
import { ChangeDialog, SeverityDialog } from "./dialogs-say.tsx";
import { CloseDialog, QualifyDialog, ReopenDialog } from "./dialogs-end.tsx";
import { AwareDialog, PauseDialog, ResumeDialog, WaitingDialog } from "./dialogs-time.tsx";
import { MergeDialog, SplitDialog } from "./dialogs-merge.tsx";

type Item = { readonly name: string; readonly needs: Permission; readonly dialog: ComponentType<DialogProps>; readonly isOffered: (incident: Incident) => boolean };

const isOpen = ({ stage }: Incident): boolean => stage !== "closed";
const isPaused = ({ clocks }: Incident): boolean => clocks.some(({ state }) => state === "paused");
const runs = ({ clocks }: Incident): boolean => clocks.some(({ state }) => state === "running" || state === "late");

// In groups: what it is, on whom it waits, what becomes of it.
const GROUPS: readonly (readonly Item[])[] = [
  [
    { name: "change", needs: "incident:handle", dialog: ChangeDialog, isOffered: isOpen },
    { name: "severity", needs: "incident:handle", dialog: SeverityDialog, isOffered: isOpen },
    { name: "qualify", needs: "incident:qualify", dialog: QualifyDialog, isOffered: isOpen },
  ],
  [
    { name: "assign", needs: "incident:comment", dialog: AssignDialog, isOffered: isOpen },
    { name: "waiting", needs: "incident:handle", dialog: WaitingDialog, isOffered: isOpen },
    { name: "pause", needs: "incident:handle", dialog: PauseDialog, isOffered: runs },
    { name: "resume", needs: "incident:handle", dialog: ResumeDialog, isOffered: isPaused },
    { name: "aware", needs: "incident:comment", dialog: AwareDialog, isOffered: isOpen },
  ],
  [
    { name: "merge", needs: "incident:handle", dialog: MergeDialog, isOffered: isOpen },
    { name: "split", needs: "incident:handle", dialog: SplitDialog, isOffered: isOpen },
    { name: "close", needs: "incident:handle", dialog: CloseDialog, isOffered: isOpen },
    { name: "reopen", needs: "incident:handle", dialog: ReopenDialog, isOffered: ({ stage, mergedInto }) => stage === "closed" && mergedInto === null },
  ],
];

export function Menu({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation("incident");
  const me = useMe();
  const [chosen, setChosen] = useState<Item>();
  const groups = GROUPS.map((items) => items.filter(({ needs, isOffered }) => may(me, needs, incident.tenant) && isOffered(incident))).filter((items) => items.length > 0);
  const address = `/v1/tenants/${encodeURIComponent(incident.tenant)}/incidents/${encodeURIComponent(incident.id)}/export/markdown`;
  return (
    <>
      <Dropdown position="bottom-end">
        <Dropdown.Target><ActionIcon variant="default" size={30} aria-label={t("menu.more")}><IconDots size={16} aria-hidden /></ActionIcon></Dropdown.Target>
        <Dropdown.Dropdown>
          {groups.map((items, at) => [at > 0 && <Dropdown.Divider key={`line ${at}`} />, ...items.map((item) => <Dropdown.Item key={item.name} onClick={() => setChosen(item)}>{t(`menu.${item.name}`)}</Dropdown.Item>)])}
          {groups.length > 0 && <Dropdown.Divider />}
          <Dropdown.Item component="a" href={address} download={`${incident.ref}.md`}>{t("menu.export")}</Dropdown.Item>
        </Dropdown.Dropdown>
      </Dropdown>
      {chosen !== undefined && <chosen.dialog incident={incident} close={() => setChosen(undefined)} />}
    </>
  );
}
