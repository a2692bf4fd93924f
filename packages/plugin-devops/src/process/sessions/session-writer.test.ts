import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tempFolder } from '../../../test/temp-folder.ts';
import { openWorkspace } from '../../workspace/workspace.ts';
import { runProgram } from '../run-program.ts';
import { Sessions } from './sessions.ts';

const open = async () => {
  const root = await tempFolder({ 'app.mjs': 'setInterval(() => {}, 1000)' });
  const sessions = new Sessions();
  onTestFinished(() => sessions.close());
  const { reader, writer } = await openWorkspace({
    roots: [root],
    protectedPaths: [],
    allowedPrograms: [],
    maxFileBytes: 1 << 20,
    env: { PATH: process.env['PATH'] ?? '' },
    run: runProgram,
    sessions,
  });
  const argv = [process.execPath, 'app.mjs'];
  const { guard } = await reader.judgeProcess({ argv, path: '.' });
  const start = (planId: string) =>
    writer.processes.start({ argv, path: '.', name: 'app', terminal: false, guard, principal: 'ann', planId });
  return { root, sessions, reader, writer, start };
};

it('starts nothing that changed after the last look at it', async () => {
  const { root, reader, start } = await open();
  await writeFile(join(root, 'app.mjs'), 'process.exit()');
  await expect(start('plan')).rejects.toMatchObject({ code: 'conflict', details: { reason: 'program_changed' }, effect: 'none' });
  expect(reader.processes.list('ann')).toEqual([]);
});

it('writes only to the process that the plan started', async () => {
  const { writer, start } = await open();
  const [one, other] = [await start('plan-1'), await start('plan-2')];
  const send = (id: string, planId: string) =>
    writer.processes.write({ id, principal: 'ann', planId, text: 'x', newline: true, end: false });
  await expect(send(one.process_id, 'plan-2')).rejects.toMatchObject({ code: 'not_found' });
  expect(await send(other.process_id, 'plan-2')).toMatchObject({ state: 'running' });
});

it('counts what is about to start, and starts nothing once it is closed', async () => {
  const { sessions, start, reader } = await open();
  const many = await Promise.allSettled(Array.from({ length: 12 }, (_, index) => start(`plan-${index}`)));
  expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
  expect(reader.processes.list('ann')).toHaveLength(8);
  const late = start('late');
  await Promise.all([sessions.close(), expect(late).rejects.toMatchObject({ code: 'conflict' })]);
  await expect(start('later')).rejects.toMatchObject({ effect: 'none' });
  expect(reader.processes.list('ann').map(({ state }) => state)).toEqual(Array.from({ length: 8 }, () => 'stopped'));
});
