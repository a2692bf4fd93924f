import * as z from 'zod';
import { checkSummary, findSummary } from '../../checks/read-checks.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { authoredText, markText } from '../../text/authored.ts';
import { pullNumber, readPull } from '../pull-answer.ts';
import { isWithheld } from '../readable.ts';
import { readReviews, reviewSummary, summarizeReviews } from '../reviews.ts';
import { showPulls, shownPull } from '../show-pull.ts';

export const githubPrGet = github.read({
  name: 'github_pr_get',
  title: 'Pull request',
  toolset: 'pull-requests',
  description:
    'Show a pull request: texts, whether it merges, reviews and checks in short. Use github_pr_diff for its code, github_pr_comments for the talk.',
  input: z.strictObject({ repo: repositoryName, number: pullNumber }),
  output: shownPull.extend({
    body: authoredText,
    mergeable: z.boolean().nullable().describe('null: GitHub has not worked it out yet.'),
    merge_state: z.string().describe('clean, blocked, behind, dirty, unstable, draft or unknown.'),
    reviews: reviewSummary,
    requested: z.array(z.string()),
    requested_teams: z.array(z.string()),
    checks: checkSummary.nullable().describe('null: the credentials may not see them, or there are too many.'),
    assignees: z.array(z.string()),
    commits: z.int(),
    files: z.int(),
    additions: z.int(),
    deletions: z.int(),
    comments: z.int(),
    line_comments: z.int(),
  }),
  run: async ({ input, reader, signal }) => {
    const { repo: repository, number } = input;
    const place = { reader, repository, signal };
    const pull = await readPull({ ...place, number });
    const [[shown], body, reviews, checks] = await Promise.all([
      showPulls({ pulls: [pull], ...place }),
      markText({ author: pull.user, text: pull.body, limit: 40_000, ...place }),
      readReviews({ ...place, number }).then((all) => summarizeReviews({ reviews: all, ...place })),
      isWithheld({ ...place, pull }).then((hides) => findSummary({ ...place, commit: pull.head.sha, isWithheld: hides })),
    ]);
    return {
      ...shownPull.parse(shown),
      body,
      mergeable: pull.mergeable ?? null,
      merge_state: pull.mergeable_state,
      reviews,
      requested: pull.requested_reviewers,
      requested_teams: pull.requested_teams,
      checks: checks ?? null,
      assignees: pull.assignees,
      commits: pull.commits,
      files: pull.changed_files,
      additions: pull.additions,
      deletions: pull.deletions,
      comments: pull.comments,
      line_comments: pull.review_comments,
    };
  },
});
