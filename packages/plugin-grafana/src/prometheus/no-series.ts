/** What to say where no series is selected. */
export const noSeries = ({
  matches = [],
  start,
  end,
}: {
  matches?: readonly string[] | undefined;
  start?: string | undefined;
  end?: string | undefined;
}): string => {
  const hasRange = start !== undefined || end !== undefined;
  if (matches.length === 0)
    return hasRange ? 'There are no series in this range: try another one.' : 'This server has no series.';
  return `No series is selected: check the metric and its labels in matches${hasRange ? ', and the range' : ''}.`;
};
