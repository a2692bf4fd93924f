/** Runs one piece of work at a time, in the order of the calls: what one of them holds in memory is never held twice. */
export const createTurns = (): (<Result>(work: () => Promise<Result>) => Promise<Result>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // The next one begins also where this one fails.
    last = mine.catch(() => {});
    return mine;
  };
};
