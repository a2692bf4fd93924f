import { type Assurance, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { findSecrets } from '../../secrets/find-secrets.ts';
import type { GitHubReader } from '../client/github-reader.ts';

// Limits stand in refinements: as keywords of the schema they would cost a little in the definition of every tool.

/** An input field for Markdown. GitHub takes as many characters. */
export const bodyText = (description: string) =>
  z
    .string()
    .refine((text) => text.length <= 65_536, 'At most 65,536 characters.')
    .describe(description);

/** An input field for one line of text, such as a title. */
export const lineText = (description: string, longest = 256) =>
  z
    .string()
    .trim()
    .refine((text) => text !== '' && text.length <= longest, `Use 1 to ${longest} characters.`)
    .refine((text) => !/[\p{Cc}\u2028\u2029]/u.test(text), 'Use one line without control characters.')
    .describe(description);

/** What the preview of a write says about the texts that it will publish. */
export interface SentTexts {
  readonly texts: Readonly<Record<string, unknown>>;
  /** A repository that others may read in the meantime is another decision. */
  readonly visibility: string;
  readonly warnings: readonly string[];
  readonly approval: { readonly approval?: Assurance };
}

/**
 * The texts of a write for its preview: whole, with warnings for who will read them, for characters that a preview cannot show, and for
 * what looks like a secret, which a person has to allow. Throws `invalid_input` where they are too long to be shown whole.
 */
export const sentTexts = async ({
  texts,
  repository,
  reader,
  signal,
}: {
  texts: Readonly<Record<string, unknown>>;
  repository: string;
  reader: GitHubReader;
  signal: AbortSignal;
}): Promise<SentTexts> => {
  if (JSON.stringify(texts).length > mostShown) throw tooLong();
  const { visibility = 'public', private: isPrivate } = await reader.get({ repository, path: '', schema: seen, signal });
  const shown = visibility === 'public' && isPrivate ? 'private' : visibility;
  const parts = textsIn(texts);
  const secrets = parts.flatMap(({ name, text }) =>
    findSecrets({ path: name, lines: text.split('\n').map((line, index) => ({ line: index + 1, text: line })) }),
  );
  return {
    texts,
    visibility: shown,
    warnings: [
      ...(shown === 'public' ? [`${repository} is public: everybody can read this.`] : []),
      ...parts.flatMap(hiddenIn),
      ...secrets.map(({ path, line, kind }) => `Line ${line} of ${path} looks like a secret (${kind}).`),
    ],
    approval: secrets.length === 0 ? {} : { approval: 'client' },
  };
};

const seen = z.object({ visibility: z.string().optional(), private: z.boolean() });

// An answer of core holds 100,000 characters; the rest is for what else a preview says.
const mostShown = 75_000;

const tooLong = (): LineclearError =>
  new LineclearError('invalid_input', 'The texts are too long to be shown whole before they are sent.', {
    hint: 'Split them, for example into several comments.',
    effect: 'none',
    details: { reason: 'too_long' },
  });

const textsIn = (value: unknown, name = ''): readonly { readonly name: string; readonly text: string }[] => {
  if (typeof value === 'string') return [{ name, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, name === '' ? key : `${name}.${key}`));
};

// Line feed and tab are seen, and U+FE0F only picks the colourful form of an emoji.
const hidden = /(?!\n|\t|\ufe0f)[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/gu;

/** A warning where a text has characters that a preview cannot show. */
export const hiddenIn = ({ name, text }: { name: string; text: string }): readonly string[] => {
  const counts = new Map<string, number>();
  for (const [character] of text.replaceAll('\r\n', '\n').matchAll(hidden)) {
    const point = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
    counts.set(point, (counts.get(point) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const list = [...counts].slice(0, 10).map(([point, count]) => (count === 1 ? point : `${point} ×${count}`));
  return [`${name} has characters that are sent and cannot be seen here: ${list.join(', ')}${counts.size > 10 ? ', …' : ''}.`];
};
