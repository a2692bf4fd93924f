const longest = 60;

/** The value of an alert as people write numbers: Prometheus sends `0e+00`. Whatever is no number stays as it is. */
export const alertValue = (value: unknown): string => {
  const text = String(value ?? '')
    .slice(0, longest)
    .toWellFormed();
  return text.trim() === '' || Number.isNaN(Number(text)) ? text : String(Number(text));
};
