// What `npm start -- --sandbox` runs: simulated backends and the app in one process, so that nothing is left behind when it ends.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sandboxes } from './sandbox/sandboxes.ts';
import { note } from './setup/note.mjs';

const app = new URL('../apps/ops/bin/lineclear.js', import.meta.url);
const rest = process.argv.slice(2);

if (rest.some((argument) => argument === '--config' || argument.startsWith('--config='))) {
  note('--sandbox writes its own configuration: leave --config out.');
  process.exit(2);
}

// Until the app listens for signals itself, and for the one that it does not know: a process that is killed by a signal cleans nothing up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (process.listenerCount(signal) > 1) return;
    if (signal === 'SIGHUP' && process.listenerCount('SIGTERM') > 1) process.kill(process.pid, 'SIGTERM');
    else process.exit(1);
  });
}

// After the signals are listened for, so that there is no moment in which one leaves it behind.
const folder = mkdtempSync(join(tmpdir(), 'lineclear-sandbox-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const started = await Promise.all(sandboxes.map(({ start }) => start({ folder })));
const connections = Object.assign({}, ...started.map((backend) => backend.connections));
const config = join(folder, 'lineclear.yaml');
// JSON is YAML.
writeFileSync(
  config,
  `${JSON.stringify({ default: 'sandbox', profiles: { sandbox: { tier: 'development', ...connections } } }, null, 2)}\n`,
);
// By variables, so that every command which the app names in its answers reaches this configuration too. And a trail of its own: what is
// done to simulated data does not belong among real records.
process.env['LINECLEAR_CONFIG'] = config;
process.env['LINECLEAR_STATE'] = join(folder, 'state');

note(
  `SANDBOX: all data of ${Object.keys(connections).join(', ')} are simulated. ` +
    `Configuration and state are in ${folder} and are deleted at the end.`,
);
for (const text of started.flatMap(({ notes = [] }) => notes)) note(text);
note(`To see what it can do, follow ${sandboxes.map(({ tour }) => tour).join(', ')}.`);
// Approvers are pinned at the start, and a restart of a sandbox begins from nothing.
note('A client that cannot ask its person needs an approver, enrolled before this start: npm start -- approver add YOUR-NAME');
process.argv = [process.execPath, fileURLToPath(app), ...rest];
await import(app.href);
