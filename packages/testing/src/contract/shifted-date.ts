/** Puts `Date` ahead of the real time, so that values made from it show; returns how to end that. */
export const shiftDate = (shiftMs: number): (() => void) => {
  const real = globalThis.Date;
  globalThis.Date = new Proxy(real, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [target.now() + shiftMs] : args, newTarget),
    apply: (target) => new target(target.now() + shiftMs).toString(),
    get: (target, key, receiver) => (key === 'now' ? () => target.now() + shiftMs : Reflect.get(target, key, receiver)),
  });
  return () => {
    globalThis.Date = real;
  };
};
