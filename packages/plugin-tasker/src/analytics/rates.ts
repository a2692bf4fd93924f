/** To two decimals: the server's floats have more digits than meaning. */
export const toHundredth = (value: number): number => Math.round(value * 100) / 100;

/** 0.025 → 2.5. */
export const toPercent = (fraction: number): number => toHundredth(fraction * 100);
