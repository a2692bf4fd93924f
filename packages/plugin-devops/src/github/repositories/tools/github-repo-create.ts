import { LineclearError, quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { plainLine } from '../../text/plain-text.ts';
import { readOwner } from '../owner.ts';
import { repositoryAnswer, visibilityOf } from '../repository.ts';

export const githubRepoCreate = github.write({
  name: 'github_repo_create',
  title: 'Create a repository on GitHub',
  toolset: 'repositories',
  risk: 'additive',
  description: 'Create a repository on GitHub for the own account or an organization. Use github_repo_update for other settings.',
  input: z.strictObject({
    repo: repositoryName,
    description: plainLine(350).optional().describe('One line.'),
    visibility: z.enum(['private', 'public']).default('private').describe('Who may read it.'),
    readme: z.boolean().default(false).describe('Begin with a README.'),
  }),
  output: z.object({ repo: z.string(), url: z.string(), visibility: z.string(), default_branch: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, visibility, description, readme } = input;
    // Accounts belong to no repository, so nothing else would stop the question about one.
    reader.checkReach(repository);
    const [existing, owner] = await Promise.all([
      reader.find({ repository, path: '', schema: repositoryAnswer, signal }),
      readOwner({ reader, login: repository.split('/')[0] ?? '', signal }),
    ]);
    // A name that a repository had before leads to that repository until another one takes the name.
    const isTaken = existing !== undefined && isSameName(existing.full_name, repository);
    const moved = existing === undefined || isTaken ? undefined : existing.full_name;
    const refusal = isTaken ? exists(repository) : owner.refusal;
    return {
      description: `Create the ${visibility} repository ${repository} ${owner.kind === 'Organization' ? 'of the organization' : 'of the account'} with ${profile.name}.`,
      guard: { isTaken, moved: moved ?? null, kind: owner.kind, refused: refusal?.message ?? null },
      details: { description: description ?? null, visibility, readme },
      warnings: [
        ...(visibility === 'public' ? ['Everybody will be able to read it.'] : []),
        ...(moved === undefined
          ? []
          : [`${quoted(moved)} had this name before: links and clones that use it will no longer lead there.`]),
      ],
      ...(visibility === 'public' ? { approval: 'client' as const } : {}),
      ...(refusal === undefined ? {} : { refusal }),
    };
  },
  execute: async ({ input, writer, guard, signal }) => {
    const { repo, description, visibility, readme } = input;
    const [owner = '', name = ''] = repo.split('/');
    writer.reader.checkReach(repo);
    const body = {
      name,
      private: visibility === 'private',
      auto_init: readme,
      ...(description === undefined ? {} : { description }),
    };
    const made =
      guard.kind === 'Organization'
        ? await writer.outside({
            route: 'POST /orgs/{org}/repos',
            values: { org: owner, ...body },
            schema: repositoryAnswer,
            signal,
          })
        : await writer.outside({ route: 'POST /user/repos', values: body, schema: repositoryAnswer, signal });
    return shown(made);
  },
  reconcile: async ({ input, reader, signal }) => {
    const found = await reader.find({ repository: input.repo, path: '', schema: repositoryAnswer, signal });
    // There was none of that name before, so one that is as it was to be is the one.
    const isOurs =
      found !== undefined &&
      isSameName(found.full_name, input.repo) &&
      (found.description ?? '') === (input.description ?? '') &&
      visibilityOf(found) === input.visibility;
    return isOurs ? { result: shown(found) } : 'unknown';
  },
});

const shown = (answer: z.output<typeof repositoryAnswer>) => ({
  repo: answer.full_name,
  url: answer.html_url,
  visibility: visibilityOf(answer),
  default_branch: answer.default_branch,
});

const isSameName = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const exists = (repository: string): LineclearError =>
  new LineclearError('conflict', `There is a repository ${repository} already.`, {
    hint: 'Use it, or choose another name.',
    details: { reason: 'exists' },
    effect: 'none',
  });
