/** Values as they stand in logs. The same seed gives the same values (mulberry32). */
export const randomValues = (seed: number) => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <Value>(values: readonly [Value, ...Value[]]): Value => values[int(0, values.length - 1)] ?? values[0];
  const hexDigits = (length: number): string => Array.from({ length }, () => int(0, 15).toString(16)).join('');
  const word = (): string =>
    Array.from({ length: int(4, 9) }, () => pick([...'abcdefghijklmnoprstuvwz'] as [string, ...string[]])).join('');
  const words = (): readonly string[] => Array.from({ length: int(2, 6) }, word);
  return {
    int,
    word,
    words,
    bool: () => pick(['true', 'false']),
    hex: () => `0x${hexDigits(int(6, 12))}`,
    uuid: () => [8, 4, 4, 4, 12].map(hexDigits).join('-'),
    address: () =>
      pick([
        () => `10.${int(0, 255)}.${int(0, 255)}.${int(1, 254)}`,
        () => `192.168.1.${int(1, 254)}:${int(1, 65_535)}`,
        () => `fe80::${hexDigits(4)}:${hexDigits(3)}:a1`,
      ])(),
    duration: () => pick([() => `${int(1, 900)}ms`, () => `${int(1, 90)}.${int(0, 9)}s`, () => `${int(1, 59)}m${int(1, 59)}s`])(),
    time: () => `2026-0${int(1, 9)}-${int(10, 28)}T${int(10, 23)}:${int(10, 59)}:${int(10, 59)}.${int(100, 999)}Z`,
    person: () => pick([() => word(), () => `${word()}@example.com`])(),
    host: () => pick([() => `web-${int(1, 99)}`, () => `${word()}.internal`])(),
    path: () =>
      pick([() => `/api/v1/${word()}`, () => `/api/v1/${word()}/${int(1, 9999)}`, () => `/${word()}?page=${int(1, 9)}`])(),
    sentence: () => words().join(' '),
    shuffled: <Value>(values: readonly Value[]): readonly Value[] =>
      values
        .map((value) => ({ value, at: next() }))
        .toSorted((one, other) => one.at - other.at)
        .map(({ value }) => value),
  };
};
