import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceProcess, startProcess } from '../operating-world.ts';
import { artifacts, type Examples, srv } from '../world.ts';

const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3mQ0gVIFtYQYhMVEfGnJbGY3dcKkXsFJSj2vUmAw0d ada@desk';
const conf = join(srv, 'app.conf');
const otherAccount = () => appendFile(join(srv, 'accounts', 'group'), 'audio:x:29:ada\n');
const givenADate = () => appendFile(join(srv, 'accounts', 'expires'), 'ada:Jan 31, 2999\n');

let pid = 0;

/** Logs, load, services, packages, accounts, files and processes. */
export const operatingExamples: Examples = {
  host_logs: [
    { input: { host: 'web', file: join(srv, 'app.log'), lines: 1 } },
    { input: { host: 'web', file: join(srv, 'app.log'), grep: '^O', regex: true, since: '15m' } },
    { input: { host: 'web', unit: 'nginx' } },
    { input: { host: 'web', file: '/etc/passwd' }, error: 'forbidden' },
    { input: { host: 'web' }, error: 'invalid_input' },
  ],
  host_metrics: [{ input: { host: 'web' } }, { input: { host: 'nobody' }, error: 'not_found' }],
  host_service_status: [
    { input: { host: 'web', service: 'nginx' } },
    { input: { host: 'web', service: 'none' }, error: 'not_found' },
  ],
  host_service: [
    {
      input: { host: 'web', service: 'nginx', action: 'restart' },
      drift: ({ operating }) => operating.units.set('nginx.service', { active: 'failed', enabled: 'enabled', pid: 0 }),
    },
    { input: { host: 'web', service: 'none', action: 'stop' }, error: 'not_found' },
  ],
  host_package: [
    {
      input: { host: 'web', action: 'install', packages: ['shop'] },
      drift: () => writeFile(join(srv, 'installed'), '0.9'),
    },
    { input: { host: 'web', action: 'remove', packages: ['none'] }, error: 'not_found' },
  ],
  host_user: [
    { input: { host: 'web', action: 'add_key', user: 'ada', key }, drift: otherAccount },
    { input: { host: 'web', action: 'add_group', user: 'ada', group: 'games' }, drift: otherAccount },
    { input: { host: 'web', action: 'lock', user: 'ada' }, drift: givenADate },
    { input: { host: 'web', action: 'lock', user: 'nobodyhere' }, error: 'not_found' },
    { input: { host: 'web', action: 'create', user: 'ada' }, error: 'conflict' },
  ],
  host_file_read: [
    { input: { host: 'web', path: conf, bytes: 4 } },
    { input: { host: 'web', path: '/etc/passwd' }, error: 'forbidden' },
  ],
  host_upload: [
    {
      input: { host: 'web', path: conf, content: 'port: 80\n', overwrite: true, mode: '644' },
      drift: () => appendFile(conf, 'somebody was here\n'),
    },
    {
      input: { host: 'web', path: join(srv, 'new.conf'), file: 'made.conf' },
      arrange: () => writeFile(join(artifacts, 'made.conf'), 'made here\n'),
      drift: () => writeFile(join(artifacts, 'made.conf'), 'made anew\n'),
    },
    { input: { host: 'web', path: conf, content: '' }, error: 'conflict' },
    { input: { host: 'web', path: '/etc/cron.d/evil', content: '' }, error: 'forbidden' },
  ],
  host_download: [
    { input: { host: 'web', path: conf, to: 'app.conf' }, drift: () => appendFile(conf, 'somebody was here\n') },
    { input: { host: 'web', path: conf, to: '../app.conf' }, error: 'forbidden' },
  ],
  host_process_stop: [
    {
      input: { host: 'web', grace_s: 2 },
      arrange: async ({ hosts }) => {
        pid = await startProcess(hosts.host('web'));
      },
      before: () => Promise.resolve({ pid }),
      drift: replaceProcess,
    },
    { input: { host: 'web', pid: 4_194_304 }, error: 'not_found' },
  ],
};
