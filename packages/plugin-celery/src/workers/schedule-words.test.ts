import { expect, test } from 'vitest';
import { scheduleWords } from './schedule-words.ts';

test.each([
  [60, 'every 60 s'],
  ['<crontab: 30 3 * * * (m/h/d/dM/MY)>', 'at minute 30, hour 3'],
  ['<crontab: 0 */2 mon-fri 1 * (m/h/d/dM/MY)>', 'at minute 0, hour */2, day of week mon-fri, day of month 1'],
  ['<crontab: 0 */2 1 * mon-fri (m/h/dM/MY/d)>', 'at minute 0, hour */2, day of month 1, day of week mon-fri'],
  ['<crontab: * * * * * (m/h/dM/MY/d)>', 'every minute'],
  ['<crontab: [0, 30] 3 * * * (m/h/dM/MY/d)>', undefined],
  ['0:10:00', 'every 600 s'],
  ['1 day, 0:00:30', 'every 86430 s'],
  ['<freq: 10.00 minutes>', 'every 10.00 minutes'],
  ['<solar: sunset at latitude 1, longitude: 2>', undefined],
  [null, undefined],
])('%j is %j', (schedule, words) => {
  expect(scheduleWords(schedule)).toBe(words);
});
