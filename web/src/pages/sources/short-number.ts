import { locale } from "../../format/time.ts";

// Below this a number is short as it is.
const LONG = 100_000;

/** `41.2 M`, where the exact number stands beside it in its parts. */
export const shortNumber = (value: number): string => new Intl.NumberFormat(locale(), value < LONG ? {} : { notation: "compact", maximumFractionDigits: 1 }).format(value);
