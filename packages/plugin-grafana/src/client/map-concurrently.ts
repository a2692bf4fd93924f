/** Maps in order, with at most `atOnce` at work. The first failure is thrown, and nothing new begins after it. */
export const mapConcurrently = async <Item, Result>({
  items,
  atOnce,
  run,
}: {
  items: readonly Item[];
  atOnce: number;
  run: (item: Item) => Promise<Result>;
}): Promise<readonly Result[]> => {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const index = next;
      next += 1;
      const [item] = items.slice(index, index + 1);
      if (item === undefined) return;
      try {
        results[index] = await run(item);
      } catch (error) {
        next = items.length;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
};
