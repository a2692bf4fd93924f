import type { Library } from './schemas.ts';

/**
 * The library that a name most likely means: one whose documentation is ready, whose name is exactly this, and which the service has
 * before others.
 */
export const chooseLibrary = ({ libraries, name }: { libraries: readonly Library[]; name: string }): Library | undefined => {
  const wanted = plain(name);
  const ready = libraries.filter(({ state }) => state === undefined || state === null || state === 'finalized');
  const named = ready.find(({ id, title }) => [title ?? '', id, id.split('/').at(-1) ?? ''].some((own) => plain(own) === wanted));
  return named ?? ready[0] ?? libraries[0];
};

/** How much is known of those who wrote it, in the words of the service. */
export const trustOf = (score: number | null | undefined): 'High' | 'Medium' | 'Low' | 'Unknown' => {
  if (score === undefined || score === null || score < 0) return 'Unknown';
  return score >= 7 ? 'High' : score >= 4 ? 'Medium' : 'Low';
};

// `Next.js`, `next-js` and `nextjs` are one name.
const plain = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}/]/gu, '');
