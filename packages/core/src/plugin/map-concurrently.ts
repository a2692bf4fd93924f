/** Maps in order with at most `concurrency` at work. The first failure ends it: nothing new is begun after it. */
export const mapConcurrently = async <Item, Result>({
  items,
  concurrency,
  run,
}: {
  items: readonly Item[];
  concurrency: number;
  run: (item: Item) => Promise<Result>;
}): Promise<Result[]> => {
  const results: Result[] = [];
  const waiting = items.entries();
  let hasFailed = false;
  // The workers share one iterator, so that each item is taken once.
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      if (hasFailed) return;
      try {
        results[index] = await run(item);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return results;
};
