import { mapConcurrently } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';

/** https://docs.github.com/en/rest/issues/labels#get-a-label */
export const labelAnswer = z.object({
  name: z.string(),
  color: z.string(),
  description: z.string().nullish(),
});
export type LabelAnswer = z.output<typeof labelAnswer>;

export const shownLabel = z.object({ name: z.string(), color: z.string(), description: z.string() });

export const showLabel = ({ name, color, description }: LabelAnswer): z.output<typeof shownLabel> => ({
  name,
  color,
  description: description ?? '',
});

interface Asked {
  readonly reader: GitHubReader;
  readonly repository: string;
  readonly signal: AbortSignal;
}

export const findLabel = ({ name, ...asked }: Asked & { name: string }): Promise<LabelAnswer | undefined> =>
  asked.reader.find({ ...asked, path: '/labels/{name}', values: { name }, schema: labelAnswer });

/** Those of some names that the repository has no label for yet. */
export const unknownLabels = async ({ names, ...asked }: Asked & { names: readonly string[] }): Promise<readonly string[]> => {
  const found = await mapConcurrently({ items: names, concurrency: 4, run: (name) => findLabel({ name, ...asked }) });
  return names.filter((_name, index) => found[index] === undefined);
};
