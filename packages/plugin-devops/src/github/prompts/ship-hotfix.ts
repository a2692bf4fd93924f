import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const shipHotfix = definePrompt({
  name: 'ship_hotfix',
  title: 'Ship a hotfix',
  description: 'Reproduce a defect in production, mend it with a test that would have shown it, and bring it out with a review.',
  args: z.object({
    symptom: z.string().optional().describe('What goes wrong.'),
    repo: z.string().optional().describe('owner/name on GitHub.'),
  }),
  tools: ['github_branch_create', 'github_pr_create', 'github_pr_merge', 'github_run_watch'],
  render: ({ args: { symptom, repo } }) =>
    procedure({
      purpose: `Ship a hotfix${symptom === undefined ? '' : ` for this: ${symptom}`}${repo === undefined ? '' : ` in ${repo}`}. Fast, and no step left out: what is broken now must not become worse. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        '`github_deployment_list` and `github_release_list`: which commit runs in production? Begin at that one, not at the newest.',
        '`github_branch_create` hotfix/… at that commit; `git_switch` to it on this machine.',
        '`fs_write`: a test that fails as production does. `test_run` shows that it fails. Without it, say that nothing is reproduced.',
        '`fs_edit`: the smallest change that mends it. `test_run`: everything.',
        '`git_commit`, `git_push`, `github_pr_create`: symptom, cause, change, and how to take it back. `github_issue_update` adds the label for urgent work.',
        '`github_pr_request_reviewers`: a person has to look at it, also now. `github_checks_get`: wait for the checks.',
        'Leaving out staging is for me to decide, with a reason that stands in the pull request. Ask me.',
        '`github_pr_merge` with the commit that was reviewed. `github_workflow_dispatch` where a workflow brings it out; `github_run_watch` until it ends.',
        'Watch the error rate where there is monitoring, for ten minutes. If it does not fall: take it back, the same way.',
      ],
      end: 'End with a timeline, the cause, the commit that is out, and what has to follow: the same change on the main branch, and what would have shown it earlier.',
    }),
});
