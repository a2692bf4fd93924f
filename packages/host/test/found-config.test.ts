import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, makeHome } from './home.ts';
import { runHere } from './in-process.ts';

let home: Home;
beforeEach(async () => {
  home = await makeHome();
});
afterEach(() => home.remove());

const config = (mark: string): string =>
  `profiles: { x: { shelf: { file: ${join(home.project, 'shelf.json')}, token: "\${command:sh -c 'echo a-long-secret | tee ${mark}'}" } } }\n`;
const ran = (mark: string): Promise<boolean> =>
  access(mark).then(
    () => true,
    () => false,
  );

test('a configuration that only lies in the current folder runs no command', async () => {
  const mark = join(home.home, 'mark');
  await home.write('lineclear.yaml', config(mark));
  const ended = await runHere({ args: ['tools'], home });
  expect(ended.exitCode).toBe(3);
  expect(ended.stderr).toContain('--config lineclear.yaml');
  expect(await ran(mark)).toBe(false);
});

test.each(['the flag', 'the variable', 'the user folder'])('one that %s chose does', async (choice) => {
  const mark = join(home.home, 'mark');
  const user = join(home.home, 'config', 'lineclear');
  await mkdir(user, { recursive: true });
  const path = join(choice === 'the user folder' ? user : home.project, 'lineclear.yaml');
  await writeFile(path, config(mark));
  const ended = await runHere({
    args: choice === 'the flag' ? ['tools', '--config', 'lineclear.yaml'] : ['tools'],
    home,
    env: choice === 'the variable' ? { LINECLEAR_CONFIG: path } : {},
  });
  expect(ended.exitCode).toBe(0);
  expect(await ran(mark)).toBe(true);
});
