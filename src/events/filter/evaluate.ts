// What a filter means, by its definition. Where the store cannot answer exactly, this decides on each event.
import { timeMs } from "../../core/index.ts";
import { parseAddress, parseNetwork } from "./network.ts";
import { fieldOf } from "./field.ts";
import type { Compare, FieldTest, Filter } from "./filter.ts";
import { fold } from "./fold.ts";
import { matchPieces, matchWords } from "./pieces.ts";
import { has, valuesOf, type Scalar, type Searched } from "./values.ts";

/** Whether an event is meant. */
export type Decide = (event: Searched) => boolean;

/** Compiles a filter to the function that says whether an event is meant; made once, called for each candidate. */
export function decider(filter: Filter): Decide {
  switch (filter.kind) {
    case "all":
      return () => true;
    case "and": {
      const parts = filter.of.map(decider);
      return (event) => parts.every((part) => part(event));
    }
    case "or": {
      const parts = filter.of.map(decider);
      return (event) => parts.some((part) => part(event));
    }
    case "not": {
      const part = decider(filter.of);
      return (event) => !part(event);
    }
    case "line": {
      const words = filter.words.map((pieces) => pieces.map(fold));
      return ({ line }) => matchWords(words, fold(line));
    }
    case "field": {
      const field = fieldOf(filter.field);
      if (filter.test.op === "exists") return ({ document }) => has(document, field);
      const test = valueTest(filter.test);
      return ({ document }) => valuesOf(document, field).some(test);
    }
  }
}

type ValueTest = (value: Scalar) => boolean;

function valueTest(test: Exclude<FieldTest, { op: "exists" }>): ValueTest {
  switch (test.op) {
    case "texts": {
      const wanted = new Set(test.values.map(fold));
      return (value) => wanted.has(fold(String(value)));
    }
    case "like": {
      const pieces = test.pieces.map(fold);
      return (value) => matchPieces(pieces, fold(String(value)));
    }
    case "words": {
      const words = test.words.map((pieces) => pieces.map(fold));
      return (value) => matchWords(words, fold(String(value)));
    }
    case "numbers": {
      const wanted = new Set(test.values);
      return (value) => wanted.has(numberOf(value));
    }
    case "number":
      return (value) => COMPARE[test.compare](numberOf(value), test.value);
    case "time":
      return (value) => typeof value !== "boolean" && COMPARE[test.compare](timeMs(value) ?? NaN, test.ms);
    case "networks": {
      const networks = test.values.map(parseNetwork);
      return (value) => {
        const address = typeof value === "string" ? parseAddress(value) : undefined;
        return address !== undefined && networks.some((one) => one !== undefined && one.low <= address && address <= one.high);
      };
    }
  }
}

// NaN, what is no number, passes none of them.
const COMPARE: Readonly<Record<Compare, (a: number, b: number) => boolean>> = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
};

// As far as numbers are exact in 64-bit floats, so that the store and this agree on each.
const INTEGER = /^-?\d{1,15}$/;

/** Logs write numbers as text, too: event codes, logon types. */
function numberOf(value: Scalar): number {
  if (typeof value === "number") return value;
  return typeof value === "string" && INTEGER.test(value) ? Number(value) : NaN;
}
