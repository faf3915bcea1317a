import { Textarea, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../components/form-dialog.tsx";
import { textOf } from "../../components/form.ts";
import { useEditRequest } from "../../data/requests.ts";
import type { DialogProps } from "./soc-dialogs.tsx";

/** What a draft says; nobody of the team has read it yet. */
export function EditDialog({ tenant, request, close }: DialogProps) {
  const { t } = useTranslation("requests");
  const edit = useEditRequest({ tenant, request: request.ref });
  const orNull = (form: FormData, name: string): string | null => textOf(form, name).trim() || null;
  const run = (form: FormData): Promise<unknown> => edit.mutateAsync({ title: textOf(form, "title"), steps: textOf(form, "steps").split("\n").map((line) => line.trim()).filter((line) => line !== ""), place: orNull(form, "place"), care: orNull(form, "care"), why: orNull(form, "why") });
  return (
    <FormDialog title={t("soc.menu.edit")} verb={t("edit.verb")} run={run} close={close} isWide>
      <TextInput name="title" label={t("edit.title")} defaultValue={request.title} required minLength={3} maxLength={200} data-autofocus />
      <Textarea name="steps" label={t("what.todo")} description={t("edit.steps")} defaultValue={request.steps.join("\n")} autosize minRows={3} maxRows={14} />
      <TextInput name="place" label={t("what.where")} defaultValue={request.place ?? ""} />
      <TextInput name="care" label={t("what.care")} defaultValue={request.care ?? ""} />
      <TextInput name="why" label={t("what.why")} defaultValue={request.why ?? ""} />
    </FormDialog>
  );
}
