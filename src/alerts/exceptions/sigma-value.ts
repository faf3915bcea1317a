/** A value as Sigma writes it, so that it means itself: wildcards in it are none. */
export const sigmaValue = (value: string): string => (/\\[\\*?]|[*?]/.test(value) ? value.replaceAll(/[\\*?]/g, (char) => `\\${char}`) : value);
