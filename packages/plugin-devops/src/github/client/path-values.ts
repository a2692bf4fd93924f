import { LineclearError, quoted } from '@lineclear/core/plugin';

/**
 * Refuses values that would lead a path elsewhere: URLs drop segments of dots, however they are escaped, and an empty one names another
 * endpoint. `/` is escaped by Octokit.
 */
export const checkPathValues = ({ route, values }: { route: string; values: Readonly<Record<string, unknown>> }): void => {
  for (const name of pathNames(route)) {
    const value = values[name];
    const text = typeof value === 'number' ? String(value) : value;
    const isUsable = typeof text === 'string' && text !== '' && !text.split('/').some((part) => /^(?:\.|%2e){1,2}$/i.test(part));
    if (isUsable) continue;
    throw new LineclearError('invalid_input', `${quoted(String(text))} cannot be ${name.replaceAll('_', ' ')}.`, {
      hint: 'Name it as GitHub shows it: not empty, and no "." or ".." between slashes.',
      details: { reason: 'path' },
    });
  }
};

/** The names of the values that a path takes: `owner` and `repo` of `GET /repos/{owner}/{repo}`. */
export const pathNames = (route: string): readonly string[] => [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
