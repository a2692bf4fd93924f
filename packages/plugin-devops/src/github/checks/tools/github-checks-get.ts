import { fence } from '@lineclear/core/plugin';
import * as z from 'zod';
import { revision } from '../../../git/ref.ts';
import { isOwnRevision } from '../../branches/own-revision.ts';
import { commitOf } from '../../branches/ref.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { type CheckRun, checkSummary, endOfRun, oneLine, readChecks, summarize, withoutTexts } from '../read-checks.ts';

const shownRun = z.object({
  id: z.int(),
  name: z.string(),
  result: z.string(),
  url: z.string().nullable(),
  output: z.string().optional().describe('Of what failed.'),
});

export const githubChecksGet = github.read({
  name: 'github_checks_get',
  title: 'Checks of a commit',
  toolset: 'pull-requests',
  description: 'Show checks and statuses of a commit, what failed first. Use github_job_log for logs of Actions.',
  input: z.strictObject({
    repo: repositoryName,
    ref: revision('Branch, tag or head.commit.'),
    limit: z.int().min(1).max(100).default(30).describe('Of each, at most.'),
  }),
  output: z.object({
    commit: z.string(),
    summary: checkSummary,
    runs: z.array(shownRun),
    statuses: z.array(z.object({ context: z.string(), state: z.string(), description: z.string(), url: z.string().nullable() })),
    left_out: z.int(),
    untrusted: z.literal(true).describe('Names and texts come from whatever ran.'),
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, ref, limit } = input;
    const commit = await commitOf({ reader, repository, revision: ref, signal });
    const place = { reader, repository, signal };
    const [checks, isOwn] = await Promise.all([readChecks({ ...place, commit }), isOwnRevision({ ...place, revision: ref })]);
    const { runs, statuses } = isOwn ? checks : withoutTexts(checks);
    const ordered = runs.toSorted((one, other) => rank(one) - rank(other));
    return {
      commit,
      summary: summarize({ runs, statuses }),
      runs: ordered.slice(0, limit).map((run) => ({
        id: run.id,
        name: oneLine(run.name),
        result: run.conclusion ?? run.status,
        url: run.html_url ?? null,
        ...outputOf(run),
      })),
      statuses: statuses.slice(0, limit).map(({ context, state, description, target_url: url }) => ({
        context: oneLine(context),
        state,
        description: description == null ? '' : fence(description, { source: `the status ${context}` }),
        url: url ?? null,
      })),
      left_out: Math.max(0, runs.length - limit) + Math.max(0, statuses.length - limit),
      untrusted: true,
    };
  },
});

const rank = (run: CheckRun): number => ['failure', 'pending', 'success'].indexOf(endOfRun(run));

const outputOf = (run: CheckRun): { output?: string } => {
  const texts = [run.output?.title, run.output?.summary, run.output?.text].filter((text) => text != null && text !== '');
  if (endOfRun(run) !== 'failure' || texts.length === 0) return {};
  return { output: fence(texts.join('\n\n'), { source: `the check ${run.name}`, limit: 4_000 }) };
};
