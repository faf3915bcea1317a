// The keyboard: what is bound now, told once and listed by `?`. Keys are off in text fields, and a person may switch
// them off (WCAG 2.2, 2.1.4). A sequence is written with a space: `g q`.
import { createContext, use, useEffect, useMemo, useRef, type ReactNode } from "react";

export type Binding = { readonly key: string; readonly label: string; readonly group?: string; readonly run: (event: KeyboardEvent) => void };

type Board = {
  /** All that is bound now; a page's own before those of the shell. */
  readonly bindings: () => readonly Binding[];
  readonly add: (bindings: () => readonly Binding[]) => () => void;
  readonly isOn: boolean;
  readonly setOn: (isOn: boolean) => void;
};

const BoardContext = createContext<Board | undefined>(undefined);
const SEQUENCE_MS = 1200;

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [role=textbox], [role=combobox]") !== null);

/** What was pressed, as bindings write it: `j`, `shift+j` only where shift makes no other character, `mod+k`. */
function pressed(event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string {
  const key = event.key.length === 1 ? event.key : event.key.toLowerCase();
  const isLetter = key.toLowerCase() !== key.toUpperCase();
  const shift = event.shiftKey && (isLetter || key.length > 1) ? "shift+" : "";
  return `${event.ctrlKey || event.metaKey ? "mod+" : ""}${event.altKey ? "alt+" : ""}${shift}${isLetter ? key.toLowerCase() : key}`;
}

/** `isOn`: keys without a modifier do something; `setOn` keeps what the person chose. */
export function KeyBoard({ isOn, setOn, children }: { readonly isOn: boolean; readonly setOn: (isOn: boolean) => void; readonly children: ReactNode }) {
  const sources = useRef<(() => readonly Binding[])[]>([]);
  const board = useMemo<Board>(() => ({
    bindings: () => sources.current.toReversed().flatMap((source) => source()),
    add: (source) => {
      sources.current = [...sources.current, source];
      return () => (sources.current = sources.current.filter((one) => one !== source));
    },
    isOn,
    setOn,
  }), [isOn, setOn]);
  useEffect(() => {
    let first = "";
    let at = 0;
    const press = (event: KeyboardEvent): void => {
      const key = pressed(event);
      if (event.defaultPrevented || (!key.startsWith("mod+") && (!isOn || isTyping(event.target)))) return;
      if (document.querySelector("[role=dialog][aria-modal=true]") !== null) return;
      const all = board.bindings();
      const sequence = first !== "" && performance.now() - at < SEQUENCE_MS ? `${first} ${key}` : key;
      const found = all.find((binding) => binding.key === sequence) ?? all.find((binding) => binding.key === key);
      const begins = found === undefined && all.some((binding) => binding.key.startsWith(`${key} `));
      [first, at] = begins ? [key, performance.now()] : ["", 0];
      if (found === undefined) return;
      event.preventDefault();
      found.run(event);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [board, isOn]);
  return <BoardContext value={board}>{children}</BoardContext>;
}

export function useKeyBoard(): Board {
  const board = use(BoardContext);
  if (board === undefined) throw new Error("useKeyBoard stands inside KeyBoard");
  return board;
}

/** Binds keys while the component is shown; the newest component's come first. */
export function useKeys(bindings: readonly Binding[]): void {
  const board = useKeyBoard();
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => board.add(() => latest.current), [board]);
}
