import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { rgPath } from '@vscode/ripgrep';
import { answerCommands } from '../processes/commands.ts';
import { needle } from './many-files.ts';

const [root = ''] = process.argv.slice(2);
const run = promisify(execFile);

answerCommands({
  search: async () => {
    const started = performance.now();
    const { stdout } = await run(rgPath, ['--line-number', '--fixed-strings', '--', needle, '.'], { cwd: root });
    return { ms: performance.now() - started, found: stdout.trimEnd().split('\n').length };
  },
});
