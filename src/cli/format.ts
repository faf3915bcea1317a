import type { Detection } from "../detect/index.ts";

/** Turns detections into text: some as they come, some at the end. */
export type Formatter = { readonly add: (detections: readonly Detection[]) => string; readonly end: () => string };

/** `width` in columns; `colours` only where somebody will see them. */
export type Look = { readonly colours: boolean; readonly width: number };
