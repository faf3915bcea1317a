import { expect } from "vitest";
import { type Stage, ticketAt, until } from "./stage.ts";
import { BYTES } from "./words.ts";

/** Files, both ways. */
export const fileTests = {
  "a file of any bytes arrives": async (stage: Stage) => {
    const { connector, can } = stage;
    const { id } = await stage.made();
    const names = ["evidence 1.bin", "relevé é.bin"];
    for (const name of names) {
      const told = await connector.attach(id, { name, type: "application/octet-stream", data: BYTES }, "public");
      if (can.attachments !== "both") continue;
      const { files } = await until(() => ticketAt(stage, id), (ticket) => ticket.files.some((file) => file.name === name));
      const file = files.find((one) => one.name === name);
      expect(file, `${name} among ${files.map((one) => one.name).join(", ")}`).toBeDefined();
      if (told !== null) expect(file?.id).toBe(told);
      expect([null, BYTES.length]).toContain(file?.bytes);
      expect(Buffer.from(await connector.download(id, file?.id ?? ""))).toEqual(Buffer.from(BYTES));
    }
    if (can.attachments === "both") expect((await ticketAt(stage, id)).files).toHaveLength(names.length);
  },

  "a file of a person is read": async (stage: Stage) => {
    const { connector, other } = stage;
    const { id } = await stage.made();
    await other.person.attach?.(id, { name: "log é.bin", type: "application/octet-stream", data: BYTES });
    await other.person.attach?.(id, { name: "note.txt", type: "text/plain", data: Buffer.from("déjà vu\r\n<b>") });
    const { files } = await until(() => ticketAt(stage, id), (ticket) => ticket.files.length >= 2);
    expect(files.map(({ name }) => name).toSorted()).toEqual(["log é.bin", "note.txt"]);
    const bytesOf = async (name: string): Promise<Buffer> => Buffer.from(await connector.download(id, files.find((file) => file.name === name)?.id ?? ""));
    expect(await bytesOf("log é.bin")).toEqual(Buffer.from(BYTES));
    expect((await bytesOf("note.txt")).toString()).toBe("déjà vu\r\n<b>");
  },
};
