import { definePrompt, oneWriteAtATime, procedure, withWhatThereIs } from '@lineclear/core/plugin';
import * as z from 'zod';

export const refactorCode = definePrompt({
  name: 'refactor_code',
  title: 'Review and refactor',
  description: 'Find what makes code hard to change, agree on a plan, and mend it in steps that are each tested and committed.',
  args: z.object({
    path: z.string().optional().describe('The folder or file to look at.'),
    tests: z.string().optional().describe('The command that runs the tests, such as npm test.'),
  }),
  tools: ['code_duplicates', 'fs_search', 'fs_edit', 'test_run', 'git_switch', 'git_stage', 'git_commit'],
  render: ({ args: { path = 'this repository', tests } }) =>
    procedure({
      purpose: `Review ${path} and refactor it with me. Behaviour stays as it is. ${oneWriteAtATime} ${withWhatThereIs}`,
      steps: [
        '`git_status`: is the working copy clean? If it is not, stop and ask me.',
        `\`test_run\`${tests === undefined ? ' with the command that the repository names' : ` with ${tests}`}: what passes now is what has to pass afterwards. Where nothing is covered, say so.`,
        '`code_duplicates` and `fs_search`: what is written twice, what is too long, what does work that nobody needs? `fs_read` before you judge: give file and line for each finding.',
        'Show me a plan: findings in the order of what they cost us, one step for each, with what could break. Wait until I agree.',
        '`git_branch_create` with a name that says what it is for, then `git_switch`.',
        'For each step: `fs_edit`, then `test_run`. If something fails, mend the step or take it back before anything else.',
        'After each step: `git_stage` and `git_commit`, with a message that says why. One step is one commit.',
        '`git_diff` against the branch where we began: is every change in the plan? What is not, goes.',
      ],
      end: 'End with what is better and how that shows (lines, duplicates, tests before and after), and with what you left alone and why.',
    }),
});
