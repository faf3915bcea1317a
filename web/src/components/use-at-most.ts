import { useMediaQuery } from "@mantine/hooks";

/** Whether the window is at most so many pixels wide: known at the first paint, so that nothing jumps. */
export const useAtMost = (pixels: number): boolean => useMediaQuery(`(max-width: ${pixels}px)`, false, { getInitialValueInEffect: false });
