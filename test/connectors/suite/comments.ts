import { expect } from "vitest";
import type { Comment } from "../../../src/requests/connectors/connector.ts";
import { type Stage, ticketAt, until } from "./stage.ts";
import { bare, HOSTILE, LONG_TEXT, MARKUP, MARKUP_SIGNS, MARKUP_WORDS } from "./words.ts";

/** Comments, both ways. */
export const commentTests = {
  "comments keep their ids": async (stage: Stage) => {
    const { connector, other, can } = stage;
    const { id, asked: { key } } = await stage.made();
    const written: { readonly id: string | null; readonly text: string; readonly visibility: Comment["visibility"] }[] = [];
    for (const [n, visibility] of [...can.comments, ...can.comments].entries()) {
      // The same words twice are two comments.
      const text = `Dana (SOC):\n\nWhat of it?\n\n— ${key}#${n}`;
      written.push({ id: await connector.comment(id, text, visibility, `${key}#${n}`), text, visibility });
    }
    await other.person.comment?.(id, "It was me.", "public");
    const seen = await until(() => ticketAt(stage, id), ({ comments }) => comments.length >= written.length);
    for (const { id: told, text, visibility } of written) {
      const there = seen.comments.filter((comment) => bare(comment.text) === bare(text));
      expect(there, text).toHaveLength(1);
      expect(there[0]?.visibility).toBe(visibility);
      if (told !== null) expect(there[0]?.id).toBe(told);
    }
    expect(new Set(seen.comments.map((comment) => comment.id)).size, "no id twice").toBe(seen.comments.length);
    if (other.person.comment !== null) {
      const theirs = seen.comments.find(({ text }) => text.includes("It was me."));
      expect(theirs, "what a person wrote").toBeDefined();
      expect(theirs?.author).not.toBe("");
      expect(theirs?.author).not.toBe(seen.comments.find((comment) => comment.id === written[0]?.id)?.author ?? "");
      expect(Math.abs((theirs?.at.getTime() ?? 0) - Date.now())).toBeLessThan(600_000);
    }
    expect((await ticketAt(stage, id)).comments.map((comment) => comment.id)).toEqual(seen.comments.map((comment) => comment.id));
    expect(seen.comments.map(({ at }) => at.getTime()), "in the order of time").toEqual(seen.comments.map(({ at }) => at.getTime()).toSorted((one, two) => one - two));
  },

  "hostile words arrive as words": async (stage: Stage) => {
    const { connector, can, other } = stage;
    const [visibility = "public"] = can.comments;
    const { id, asked } = await stage.made({ text: HOSTILE.flatMap(([what, text]) => [{ kind: "heading" as const, text: what }, { kind: "text" as const, text }, { kind: "list" as const, items: [text, text], isOrdered: false }]) });
    const title = `${asked.title} <b>"it's" & é 😀 *not* _markup_`;
    await connector.update(id, { title }, null);
    expect((await other.look(id)).title).toBe(title);
    expect((await ticketAt(stage, id)).title).toBe(title);
    const texts = [...HOSTILE.map(([, text]) => text), LONG_TEXT];
    for (const [n, text] of texts.entries()) await connector.comment(id, `${text}\n\n— ${asked.key}#${n}`, visibility, `${asked.key}#${n}`);
    const { comments } = await until(() => ticketAt(stage, id), (ticket) => ticket.comments.length >= texts.length);
    for (const [n, text] of texts.entries()) {
      const there = comments.find((comment) => comment.text.trimEnd().endsWith(`${asked.key}#${n}`));
      expect(bare(there?.text ?? "")).toBe(bare(`${text}— ${asked.key}#${n}`));
    }
  },

  "markup of people comes back as words": async (stage: Stage) => {
    const { id } = await stage.made();
    await stage.other.person.commentMarkup?.(id, MARKUP);
    const { comments } = await until(() => ticketAt(stage, id), (ticket) => ticket.comments.length > 0);
    const text = comments.map((comment) => comment.text).join("\n");
    for (const words of MARKUP_WORDS) expect(text.replace(/\s+/g, " ")).toContain(words);
    for (const sign of MARKUP_SIGNS) expect(text).not.toMatch(sign);
  },
};
