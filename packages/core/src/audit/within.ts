/** Rejects when the work takes longer; what it does later is ignored. */
export const within = async <Value>({ work, ms, what }: { work: Promise<Value>; ms: number; what: string }): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};
