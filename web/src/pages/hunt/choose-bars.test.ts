import { expect, test } from "vitest";
import { barsBetween, stepped, type Chosen } from "./choose-bars.ts";

const key = (name: string, shiftKey = false) => ({ key: name, shiftKey });

test.each<[Chosen | undefined, ReturnType<typeof key>, Chosen | undefined]>([
  [undefined, key("ArrowLeft"), { from: 9, to: 9 }],
  [{ from: 9, to: 9 }, key("ArrowLeft", true), { from: 9, to: 8 }],
  [{ from: 9, to: 8 }, key("ArrowRight"), { from: 9, to: 8 }],
  [{ from: 5, to: 3 }, key("ArrowLeft"), { from: 4, to: 2 }],
  [{ from: 3, to: 0 }, key("ArrowLeft"), { from: 3, to: 0 }],
  [{ from: 3, to: 0 }, key("ArrowLeft", true), { from: 3, to: 0 }],
  [{ from: 3, to: 0 }, key("x"), undefined],
])("%j, %j: %j", (chosen, pressed, next) => expect(stepped(pressed, chosen, 10)).toEqual(next));

test("either way round", () => expect(barsBetween({ from: 7, to: 2 }, 10)).toEqual({ first: 2, last: 7 }));
