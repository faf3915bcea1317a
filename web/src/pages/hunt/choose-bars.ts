// Choosing bars of a histogram, by the pointer or the keyboard.

/** Where the choice began and where it is now. */
export type Chosen = { readonly from: number; readonly to: number };

export const chosenOf = (from: number, to: number): Chosen => ({ from, to });

export const barsBetween = ({ from, to }: Chosen, count: number): { readonly first: number; readonly last: number } => ({ first: Math.max(0, Math.min(from, to)), last: Math.min(count - 1, Math.max(from, to)) });

type Pressed = { readonly key: string; readonly shiftKey: boolean };

/** After an arrow: the choice moves, or grows with shift; the first one takes the last bar. */
export function stepped({ key, shiftKey }: Pressed, chosen: Chosen | undefined, count: number): Chosen | undefined {
  const by = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (by === undefined || count === 0) return undefined;
  if (chosen === undefined) return { from: count - 1, to: count - 1 };
  const to = Math.min(count - 1, Math.max(0, chosen.to + by));
  if (shiftKey) return { from: chosen.from, to };
  const moved = to - chosen.to;
  const from = chosen.from + moved;
  return from < 0 || from >= count ? chosen : { from, to };
}
