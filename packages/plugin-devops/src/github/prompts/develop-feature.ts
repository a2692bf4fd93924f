import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const developFeature = definePrompt({
  name: 'develop_feature',
  title: 'Develop a feature',
  description: 'From an idea to a pull request with tests: branch, code, tests, commit, push, pull request, reviewers.',
  args: z.object({
    feature: z.string().optional().describe('What it should do.'),
    repo: z.string().optional().describe('owner/name on GitHub.'),
    branch: z.string().optional().describe('The branch to work on, such as feature/user-auth.'),
  }),
  tools: ['github_repo_get', 'github_pr_list', 'github_pr_create', 'github_pr_request_reviewers'],
  render: ({ args: { feature, repo, branch } }) =>
    procedure({
      purpose: `Develop ${feature === undefined ? 'a feature; ask me which' : `this feature: ${feature}`}. The files and git tools work on the copy on this machine, the github tools on ${repo ?? 'the repository there; ask me for owner/name'}. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        '`git_status` and `git_log`: where are we, and is anything unfinished? `github_pr_list`: does somebody work on the same?',
        `\`git_branch_create\`${branch === undefined ? '' : ` ${branch}`} from the newest main branch, then \`git_switch\`.`,
        '`fs_search` and `fs_read`: where does it belong, and how is the like of it written here?',
        '`fs_write` or `fs_edit`: first a test that shows what is missing, then the code.',
        '`test_run`: the new test, then all of them. Mend what fails; never a test that is right.',
        '`secret_scan`, `git_diff`, `git_stage`, `git_commit`: small commits that each work.',
        'Ask me: "Should I create a pull request?" Only then `git_push`.',
        '`github_pr_create`: what, why, and the figures of `test_run` in its text. `github_pr_request_reviewers`: whom I name.',
        '`github_checks_get`: do the checks pass? If not, `github_job_log`, mend, commit and push.',
      ],
      end: 'End with the address of the pull request, what was tested with which figures, and what a reviewer should look at first.',
    }),
});
