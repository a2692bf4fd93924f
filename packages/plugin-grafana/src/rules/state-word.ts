const longestState = 80;

/** A state as every tool writes it, whoever keeps it: `firing`, `pending`, `normal`, `nodata`, `error`; Grafana's reason stays behind it, as in `firing (NoData)`. */
export const stateWord = (state: string): string =>
  state
    .slice(0, longestState)
    .toWellFormed()
    .replace(/^[A-Za-z]+/, (word) => (word.toLowerCase() === 'alerting' ? 'firing' : word.toLowerCase()));
