/** Does the same for many values, so many at a time and in their order: thousands of commands at once would keep the server from all else. */
export const inBatches = async <Value, Result>({
  values,
  size,
  work,
}: {
  values: readonly Value[];
  size: number;
  work: (value: Value) => Promise<Result>;
}): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (let start = 0; start < values.length; start += size) {
    results.push(...(await Promise.all(values.slice(start, start + size).map(work))));
  }
  return results;
};
