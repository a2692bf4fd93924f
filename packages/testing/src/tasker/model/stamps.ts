/** A database timestamp as the server prints it where it forgets the zone: `2026-01-31T08:00:00.123000`, meaning UTC. */
export const naiveStamp = (ms: number): string => new Date(ms).toISOString().replace('Z', '000');

/** The same with `Z`. */
export const zuluStamp = (ms: number): string => `${naiveStamp(ms)}Z`;

/** The same with `+00:00`, as the analytics endpoints print it. */
export const offsetStamp = (ms: number): string => `${naiveStamp(ms)}+00:00`;

export const secondMs = 1000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
