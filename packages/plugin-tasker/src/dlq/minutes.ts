/** Minutes from one RFC 3339 time to another, to one decimal; `null` where one of them is no time or the second is earlier. */
export const minutesBetween = ({ from, to }: { from: string; to: string | number }): number | null => {
  const minutes = ((typeof to === 'number' ? to : Date.parse(to)) - Date.parse(from)) / 60_000;
  return Number.isNaN(minutes) || minutes < 0 ? null : toTenth(minutes);
};

/** One decimal is as exact as any of the server's clocks. */
export const toTenth = (value: number): number => Math.round(value * 10) / 10;
