/** Runs work under one key one after another, so that what each reads is still true when it writes. Holds nothing when idle. */
export const createTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return async <Value>({ key, work }: { key: string; work: () => Promise<Value> }): Promise<Value> => {
    const before = last.get(key);
    // Whatever became of the one before: its failure is its own.
    const own = before === undefined ? work() : before.then(work, work);
    last.set(key, own);
    try {
      return await own;
    } finally {
      if (last.get(key) === own) last.delete(key);
    }
  };
};
