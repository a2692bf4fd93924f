import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { branchName } from '../../../git/branch-name.ts';
import { findBranch, noBranch } from '../../branches/branch.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { plainLine } from '../../text/plain-text.ts';
import { repositoryAnswer, settingNames, shownRepository, showRepository } from '../repository.ts';
import { changedParts } from '../settings-change.ts';

export const githubRepoUpdate = github.write({
  name: 'github_repo_update',
  title: 'Change a repository on GitHub',
  toolset: 'repositories',
  risk: 'destructive',
  description: 'Change settings of a repository on GitHub; absent ones stay. Use github_repo_get to see them.',
  input: z.strictObject({
    repo: repositoryName,
    description: emptyOr(plainLine(350)).optional().describe('"" removes it.'),
    homepage: emptyOr(z.url({ protocol: /^https?$/ }).max(250))
      .optional()
      .describe('"" removes it.'),
    topics: z
      .array(z.string().refine((topic) => /^[a-z0-9][a-z0-9-]{0,49}$/.test(topic), 'use a-z, 0-9 and hyphens'))
      .max(20)
      .optional()
      .describe('All of them.'),
    default_branch: branchName('One that exists.').optional(),
    visibility: z.enum(['private', 'public']).optional().describe('Who may read it.'),
    archived: z.boolean().optional().describe('Read-only.'),
    settings: z.partialRecord(z.enum(settingNames), z.boolean()).optional().describe('On or off.'),
  }),
  output: shownRepository,
  classify: ({ input }) => (input.visibility === undefined && input.archived === undefined ? { risk: 'reversible' } : {}),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, settings, ...wanted } = input;
    const now = await reader.get({ repository, path: '', schema: repositoryAnswer, signal });
    const changes = changedParts({ now, wanted: { ...wanted, ...settings } });
    const branch = wanted.default_branch;
    const isMissing =
      branch !== undefined &&
      branch !== now.default_branch &&
      (await findBranch({ reader, repository, branch, signal })) === undefined;
    const refusal = isMissing
      ? noBranch({ repository, branch })
      : refusalFor({ names: changes.map(({ name }) => name), isArchived: now.archived, repository });
    const isOpening = changes.some(({ name, to }) => name === 'visibility' && to === 'public');
    return {
      description: `Change ${changes.map(({ name }) => name).join(', ') || 'nothing'} of ${repository} with ${profile.name}.`,
      guard: { before: Object.fromEntries(changes.map(({ name, from }) => [name, from])), isMissing, isArchived: now.archived },
      before: Object.fromEntries(changes.map(({ name, from }) => [name, from])),
      changes: changes.map(({ name, from, to }) => `${name}: ${JSON.stringify(from)} → ${JSON.stringify(to)}`),
      warnings: [
        ...(isOpening ? ['Everybody will be able to read it, with its whole history, issues and logs of Actions.'] : []),
        ...(changes.some(({ name, to }) => name === 'visibility' && to === 'private')
          ? ['Stars and watchers are lost for good, and public forks are detached.']
          : []),
        ...(changes.some(({ name, to }) => name === 'archived' && to === true)
          ? ['Nobody will be able to change anything in it.']
          : []),
      ],
      ...(isOpening ? { approval: 'client' as const } : {}),
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, step, signal }) => {
    const { repo: repository, topics, settings, ...rest } = input;
    const values = { ...rest, ...settings };
    if (Object.keys(values).length > 0) {
      await writer.send({ method: 'PATCH', repository, path: '', values, schema: repositoryAnswer, signal });
      step('changed the settings');
    }
    if (topics !== undefined) {
      const schema = z.object({ names: z.array(z.string()) });
      await writer.send({ method: 'PUT', repository, path: '/topics', values: { names: topics }, schema, signal });
      step('changed the topics');
    }
    const { reader } = writer;
    return showRepository({ answer: await reader.get({ repository, path: '', schema: repositoryAnswer, signal }), reader });
  },
  reconcile: async ({ input, reader, signal }) => {
    const { repo: repository, settings, ...wanted } = input;
    const now = await reader.get({ repository, path: '', schema: repositoryAnswer, signal });
    const isDone = changedParts({ now, wanted: { ...wanted, ...settings } }).length === 0;
    return isDone ? { result: showRepository({ answer: now, reader }) } : 'unknown';
  },
});

// As one text: a choice of two schemas would only make the definition longer.
function emptyOr(schema: z.ZodType<string>) {
  return z.string().refine((text) => text === '' || schema.safeParse(text).success, 'use "" or a shorter, plain one');
}

const refusalFor = (request: {
  names: readonly string[];
  isArchived: boolean;
  repository: string;
}): LineclearError | undefined => {
  const { names, isArchived, repository } = request;
  if (names.length === 0) {
    return new LineclearError('conflict', `${repository} has these settings already.`, {
      hint: 'Name a setting that is to change.',
      details: { reason: 'no_change' },
      effect: 'none',
    });
  }
  if (!isArchived || (names.length === 1 && names[0] === 'archived')) return undefined;
  return new LineclearError('conflict', `${repository} is archived, so it is read-only.`, {
    hint: 'Take it out of the archive first, with archived: false and nothing else.',
    details: { reason: 'archived' },
    effect: 'none',
  });
};
