import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, repository } from '../../../test/repository.ts';
import { startWorkspace } from '../../../test/start-workspace.ts';

const commits = async (root: string, subjects: readonly string[]) => {
  for (const subject of subjects) {
    await writeFile(join(root, subject), subject);
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', `${subject}\n\nA body.`);
  }
};
const subjectsOf = (answer: { commits?: unknown }) => (answer.commits as { subject: string }[]).map(({ subject }) => subject);

describe('git_log', () => {
  it('lists commits with what later calls need', async () => {
    const root = await repository();
    const { call } = await startWorkspace({}, { root });
    expect(await call('git_log')).toEqual({
      repository: '.',
      commits: [
        {
          id: git(root, 'rev-parse', 'HEAD'),
          author: 'Ann',
          email: 'ann@example.com',
          date: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
          subject: 'First',
          parents: [],
        },
      ],
    });
  });

  it('pages from the same commit, also when new ones arrive', async () => {
    const root = await repository();
    await commits(root, ['s1', 's2', 's3', 's4']);
    const { call } = await startWorkspace({}, { root });
    const first = await call('git_log', { limit: 2 });
    await commits(root, ['s5', 's6']);
    const second = await call('git_log', { limit: 2, cursor: first['next_cursor'] ?? '' });
    const third = await call('git_log', { limit: 2, cursor: second['next_cursor'] ?? '' });
    expect([first, second, third].map(subjectsOf)).toEqual([['s4', 's3'], ['s2', 's1'], ['First']]);
    expect(third).not.toHaveProperty('next_cursor');
  });

  it('lists the commits that touch a path, from any revision', async () => {
    const root = await repository();
    await commits(root, ['s1', 's2']);
    const { call } = await startWorkspace({}, { root });
    expect(subjectsOf(await call('git_log', { paths: ['s1'] }))).toEqual(['s1']);
    expect(subjectsOf(await call('git_log', { revision: 'main~1' }))).toEqual(['s1', 'First']);
  });

  it('refuses revisions that are options, and cursors it did not give out', async () => {
    const root = await repository();
    const { call } = await startWorkspace({}, { root });
    await expect(call('git_log', { revision: '--output=x' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(call('git_log', { cursor: '--all:0' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'bad_cursor' },
    });
    await expect(call('git_log', { cursor: `${'0'.repeat(40)}:0` })).rejects.toMatchObject({ code: 'not_found' });
  });
});
