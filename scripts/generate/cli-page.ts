import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { exitCodes } from '../../packages/host/src/exit-codes.ts';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'apps/ops/bin/lineclear.js');

const meanings: Record<keyof typeof exitCodes, string> = {
  ok: 'done',
  failure: 'something else went wrong; stderr says what',
  usage: 'the command line does not make sense',
  config: 'the configuration is refused; stderr names file, line, key and fix',
  unreachable: 'a backend, the port or the store cannot be reached or used',
  toolError: 'the tool answered with an error',
  awaitingApproval: 'a person has to approve first',
  declined: 'a person said no; nothing ran',
  unknownOutcome: 'the write was sent and its outcome is not known',
  notProven: 'the audit trail or a receipt does not verify',
  interrupted: 'stopped by a second Ctrl-C',
};

const head = `# Command line

\`lineclear\` without a command serves MCP on stdin and stdout. Every app that is built with \`runHost\` has these commands.
In a clone of the repository, \`npm start -- doctor\` runs \`lineclear doctor\`, and so for every command.

<!-- Made from the commands' own help by \`npm run generate\`. -->
`;

/** The page about the command line: every command's help as it is printed, and the exit codes. */
export const cliPage = (): string => {
  const overview = helpOf([]);
  const commands = [...overview.matchAll(/^  ([a-z]+) /gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
  const sections = commands.map((name) => sectionOf({ words: [name], level: '##' }));
  const codes = Object.entries(meanings).map(([name, meaning]) => `| ${codeOf(name)} | ${meaning} |\n`);
  return `${head}\n${fenced(overview)}${sections.join('')}\n## Exit codes\n\n| code | meaning |\n| --- | --- |\n${codes.join('')}`;
};

const sectionOf = ({ words, level }: { words: readonly string[]; level: string }): string => {
  const help = helpOf(words);
  const list = help.split('Commands:\n')[1] ?? '';
  const inner = [...list.matchAll(/^  ([a-z]+) /gm)].map(([, name = '']) => name).filter((name) => name !== 'help');
  return `\n${level} ${words.join(' ')}\n\n${fenced(help)}${inner.map((name) => sectionOf({ words: [...words, name], level: '###' })).join('')}`;
};

const helpOf = (words: readonly string[]): string =>
  execFileSync(process.execPath, [program, ...words, '--help'], {
    cwd: root,
    encoding: 'utf8',
    // Help is wrapped to the terminal's width; a page has one width.
    env: { ...process.env, COLUMNS: '100', NO_COLOR: '1' },
  });

const fenced = (text: string): string => `\`\`\`text\n${text.trimEnd()}\n\`\`\`\n`;

const codeOf = (name: string): number | undefined => Object.entries(exitCodes).find(([known]) => known === name)?.[1];
