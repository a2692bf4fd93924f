/** The seconds that a Retry-After header asks for, given as a number or as a date; at most a day. */
export const retryAfterSeconds = ({ headers, now }: { headers: Headers; now: number }): number | undefined => {
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.min(86_400, Math.max(0, Math.ceil(seconds)));
};
