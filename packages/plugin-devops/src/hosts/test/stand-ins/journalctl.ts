import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestHost } from '@lineclear/testing/hosts';

/** One entry of a journal. */
export interface Entry {
  readonly unit: string;
  readonly at: string;
  readonly text: string;
}

/**
 * Puts a journalctl on the PATH of a test host that keeps its entries in a file and takes the options that journalctl 252 takes, for
 * systemd does not run where tests do. Yields how to add entries.
 */
export const installJournalctl = async (host: TestHost): Promise<(entries: readonly Entry[]) => Promise<void>> => {
  const file = join(host.folder, 'journal');
  await writeFile(file, '');
  const script = `#!${process.execPath}
const options = Object.fromEntries(process.argv.slice(2).map((word) => {
  const known = ['no-pager', 'utc', 'output', 'show-cursor', 'unit', 'lines', 'since', 'after-cursor'];
  const [name, ...value] = word.replace(/^--/, '').split('=');
  if (!word.startsWith('--') || !known.includes(name)) {
    console.error("journalctl: unrecognized option '" + word + "'");
    process.exit(1);
  }
  return [name, value.join('=')];
}));
const cursor = (index) => 's=5ca1ab1e;i=' + index.toString(16);
const all = require('node:fs').readFileSync(${JSON.stringify(file)}, 'utf8').split('\\n').filter(Boolean).map(JSON.parse);
const unit = options.unit.includes('.') ? options.unit : options.unit + '.service';
let found = all.map((entry, index) => ({ ...entry, index })).filter((entry) => entry.unit === unit);
if (options.since) found = found.filter((entry) => Date.parse(entry.at) >= Number(options.since.slice(1)) * 1000);
if (options['after-cursor']) found = found.filter(({ index }) => index > Number.parseInt(options['after-cursor'].split('i=')[1], 16));
found = found.slice(-Number(options.lines));
if (found.length === 0) console.log('-- No entries --');
for (const { at, text } of found) {
  console.log(at.replace('Z', '+0000') + ' web ' + unit.split('.')[0] + '[1]: ' + text.replaceAll('\\n', '\\n' + ' '.repeat(20)));
}
if (found.length > 0) console.log('-- cursor: ' + cursor(found.at(-1).index));
if (process.getuid() !== 0) console.error('Hint: You are currently not seeing messages from other users and the system.');
`;
  await host.install({ program: 'journalctl', text: script });
  return (entries) => appendFile(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
};
