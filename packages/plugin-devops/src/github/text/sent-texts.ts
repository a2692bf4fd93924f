import type { Assurance } from '@lineclear/core/plugin';
import * as z from 'zod';
import { checkShown } from '../../text/check-shown.ts';
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
 * The texts of a write for its preview: whole, with warnings for who will read them, and for what looks like a secret, which a person has
 * to allow. Throws `invalid_input` where they are too long to be shown whole.
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
  checkShown({ sent: [JSON.stringify(texts)], hint: 'Split them, for example into several comments.', most: mostCharacters });
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
      ...secrets.map(({ path, line, kind }) => `Line ${line} of ${path} looks like a secret (${kind}).`),
    ],
    approval: secrets.length === 0 ? {} : { approval: 'client' },
  };
};

const seen = z.object({ visibility: z.string().optional(), private: z.boolean() });

// The longest body that GitHub takes fits, with a title.
const mostCharacters = 75_000;

const textsIn = (value: unknown, name = ''): readonly { readonly name: string; readonly text: string }[] => {
  if (typeof value === 'string') return [{ name, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => textsIn(part, name === '' ? key : `${name}.${key}`));
};
