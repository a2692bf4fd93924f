import { LineclearError } from '@lineclear/core/plugin';
import type { GitHubReader } from '../client/github-reader.ts';

/**
 * In a profile that names its repositories, refuses a search that is not limited to some of them: how often something is found elsewhere
 * would tell what stands there. What could undo the limit (alternatives, negations, open quotes) is refused with it.
 */
export const checkScope = ({ query, reader }: { query: string; reader: GitHubReader }): void => {
  if (!reader.isLimited) return;
  const bare = query.replaceAll(/(?<!\S)(?:-?(?!repo:|user:|org:|owner:)\w+:)?"[^"]*"(?!\S)/gi, ' ');
  const parts = bare.split(/\s+/);
  const places = parts.flatMap((part) => {
    const [, kind = '', value = ''] = /^(repo|user|org|owner):(.*)$/i.exec(part) ?? [];
    return kind === '' ? [] : [kind.toLowerCase() === 'repo' ? value : `${value}/*`];
  });
  const isPlain = !/["()\\]/.test(bare) && !parts.some((part) => /^(?:or|not)$/i.test(part));
  if (isPlain && places.length > 0 && places.every((place) => reader.reaches(place))) return;
  throw new LineclearError('forbidden', 'The search is not limited to repositories of this profile.', {
    hint: 'Add "repo:owner/name" of one that github.repositories allows, and leave out OR, NOT, parentheses and quotes within words.',
    details: { reason: 'search_scope' },
  });
};
