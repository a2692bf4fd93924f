import { describe, expect, it } from 'vitest';
import { parseStatus } from './status.ts';

describe('parseStatus', () => {
  it('reads every kind of line', () => {
    const hash = 'a'.repeat(40);
    const text = [
      `# branch.oid ${hash}`,
      '# branch.head main',
      '# branch.upstream origin/main',
      '# branch.ab +2 -3',
      `1 AM N... 000000 100644 100644 ${hash} ${hash} new file.txt`,
      `2 R. N... 100644 100644 100644 ${hash} ${hash} R100 to name`,
      'from name',
      `u UU N... 100644 100644 100644 100644 ${hash} ${hash} ${hash} both sides`,
      '? odd\nname',
      '',
    ].join('\0');
    expect(parseStatus(text)).toEqual({
      branch: 'main',
      head: hash,
      upstream: 'origin/main',
      ahead: 2,
      behind: 3,
      staged: [
        { path: 'new file.txt', change: 'added' },
        { path: 'to name', change: 'renamed', from: 'from name' },
      ],
      unstaged: [{ path: 'new file.txt', change: 'modified' }],
      untracked: ['odd\nname'],
      conflicted: ['both sides'],
    });
  });

  it('leaves out what does not apply', () => {
    expect(parseStatus('# branch.oid (initial)\0# branch.head (detached)\0')).toEqual({
      staged: [],
      unstaged: [],
      untracked: [],
      conflicted: [],
    });
  });
});
