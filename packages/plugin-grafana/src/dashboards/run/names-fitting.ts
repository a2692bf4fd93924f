import { runInNewContext } from 'node:vm';

/** An expression of a dashboard may take for ever; this is enough for thousands of names. */
const longestMs = 100;

/** The names that the regular expression of a variable leaves, as Grafana reads it: `/prod/i`, or text that has to fit whole names. All of them without one. */
export const namesFitting = ({ names, regex }: { names: readonly string[]; regex: string | undefined }): ReadonlySet<string> => {
  const [, body, flags = ''] = /^\/(.*)\/([dgimsuvy]*)$/s.exec(regex ?? '') ?? [];
  if (regex === undefined || (regex.startsWith('/') && body === undefined)) return new Set(names);
  try {
    // Only there can an expression be stopped. It is given texts alone, and is no code.
    const isFitting: unknown = runInNewContext(
      'names.map((name) => new RegExp(body, flags).test(name))',
      { names, body: body ?? `^${regex}$`, flags },
      { timeout: longestMs },
    );
    return new Set(names.filter((_name, index) => Array.isArray(isFitting) && isFitting[index] === true));
  } catch {
    // No expression, or one that does not end: Grafana shows everything then.
    return new Set(names);
  }
};
