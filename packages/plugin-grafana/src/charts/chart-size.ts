/** Pixels of a chart. The height follows from the legend. */
export const width = 1_000;
export const plotTop = 48;
export const plotHeight = 320;
export const margin = 24;
