/** Who asks, and when: what every change needs to know. */
export type Caller = {
  /** As people know them: a name, or what a key is called. */
  readonly who: string;
  /** `person:<id>`, `key:<id>`, or `system` for the platform's own work. */
  readonly id: string;
  /** Whose side they are on. */
  readonly side: "provider" | "client" | "system";
  readonly now: Date;
};

/** The platform itself, as a caller: `who` names the part of it. */
export const systemCaller = (who: string, now: Date): Caller => ({ who, id: "system", side: "system", now });

/** Whether a person asks, not a program by its key. */
export const isPerson = ({ id }: Pick<Caller, "id">): boolean => id.startsWith("person:");
