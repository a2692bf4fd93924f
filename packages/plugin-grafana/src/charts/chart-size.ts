/** Pixels of a chart. The height follows from the legend. */
export const width = 1_000;
export const plotTop = 48;
export const plotHeight = 320;
export const margin = 24;
/** From the axis of time to the first row of names: times, and what the columns are. */
export const legendTop = 58;
