import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Example } from '../example.ts';
import { endOfProcess, hostProcess, onHost, places } from '../hosts-world.ts';

const web = { host: 'web' };
const nobody = { host: 'nobody' };
const { srv, artifacts } = places;
const env = join(srv, 'app.env');
const conf = join(srv, 'app.conf');
const asked = { approval: { required: 'client' } };
const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ3mQ0gVIFtYQYhMVEfGnJbGY3dcKkXsFJSj2vUmAw0d ada@desk';

export const hostReads: readonly Example[] = [
  {
    tool: 'host_list',
    args: {},
    answers: {
      tier: 'development',
      hosts: [
        { name: 'new', key: 'unknown' },
        { name: 'web', key: 'known' },
      ],
    },
    error: { args: { limit: 0 }, code: 'invalid_input' },
  },
  {
    tool: 'host_query',
    args: { ...web, query: 'disk', limit: 1 },
    answers: { rows: [{}], untrusted: true },
    error: { args: { host: 'new', query: 'disk' }, code: 'forbidden' },
  },
  {
    tool: 'host_metrics',
    args: web,
    answers: { host: 'web', processors: expect.any(Number) },
    error: { args: nobody, code: 'not_found' },
  },
  {
    tool: 'host_logs',
    args: { ...web, file: join(srv, 'app.log'), grep: 'TWO' },
    answers: { untrusted: true, lines: 1, log: expect.stringContaining('two') },
    error: { args: { ...web, file: '/etc/passwd' }, code: 'forbidden' },
  },
  {
    tool: 'host_env_check',
    args: { ...web, file: env, names: ['PORT', 'HOST'] },
    answers: { variables: [{ name: 'PORT', digest: expect.any(String) }], missing: ['HOST'] },
    error: { args: { ...web, file: join(srv, 'missing') }, code: 'not_found' },
  },
  {
    tool: 'host_file_read',
    args: { ...web, path: conf },
    answers: { size: 8, text: 'port 80\n', next_offset: null },
    error: { args: { ...web, path: '/etc/passwd' }, code: 'forbidden' },
  },
  {
    tool: 'host_service_status',
    args: { ...web, service: 'nginx' },
    answers: { unit: 'nginx.service', active: 'active', enabled: 'enabled' },
    error: { args: { ...web, service: 'none' }, code: 'not_found' },
  },
];

export const hostWrites: readonly Example[] = [
  {
    tool: 'host_enrol',
    args: { host: 'new' },
    answers: { ...asked, risk: 'additive' },
    executes: {
      result: { host: 'new', fingerprint: expect.stringMatching(/^SHA256:/) },
      // What is recorded is of the app.
      afterwards: onHost('app.log'),
      found: 'one\ntwo\n',
    },
    error: { args: web, code: 'conflict' },
  },
  {
    tool: 'host_exec',
    args: { ...web, argv: ['tee', join(srv, 'made')], stdin: 'typed' },
    answers: { ...asked, risk: 'destructive', details: { class: 'change' } },
    executes: { result: { exit_code: 0, stdout: 'typed' }, afterwards: onHost('made'), found: 'typed' },
    error: { args: { ...nobody, argv: ['id'] }, code: 'not_found' },
  },
  {
    tool: 'host_service',
    args: { ...web, service: 'nginx', action: 'restart' },
    answers: { risk: 'reversible', before: { active: 'active' } },
    executes: { result: { done: true, exit_code: 0 }, afterwards: onHost('services'), found: 'restart nginx.service\n' },
    error: { args: { ...web, service: 'none', action: 'stop' }, code: 'not_found' },
  },
  {
    tool: 'host_package',
    args: { ...web, action: 'install', packages: ['tree'] },
    answers: { risk: 'reversible', changes: [expect.stringContaining('tree')] },
    executes: { result: { done: true }, afterwards: onHost('packages'), found: 'tree=2.1\n' },
    error: { args: { ...web, action: 'remove', packages: ['none'] }, code: 'not_found' },
  },
  {
    tool: 'host_user',
    args: { ...web, action: 'add_key', user: 'ada', key },
    answers: { risk: 'reversible', before: { home: join(srv, 'home'), keys: [] } },
    executes: { result: { done: true }, afterwards: onHost('home/.ssh/authorized_keys'), found: `${key}\n` },
    error: { args: { ...web, action: 'create', user: 'ada' }, code: 'conflict' },
  },
  {
    tool: 'host_upload',
    args: { ...web, path: join(srv, 'new.conf'), content: 'port: 80\n' },
    answers: { risk: 'additive' },
    executes: { result: { bytes: 9, created: true }, afterwards: onHost('new.conf'), found: 'port: 80\n' },
    error: { args: { ...web, path: conf, content: '' }, code: 'conflict' },
  },
  {
    tool: 'host_download',
    args: { ...web, path: conf, to: 'app.conf' },
    answers: { risk: 'additive' },
    executes: {
      result: { bytes: 8 },
      afterwards: () => readFile(join(artifacts, 'app.conf'), 'utf8'),
      found: 'port 80\n',
    },
    error: { args: { ...web, path: conf, to: '../app.conf' }, code: 'forbidden' },
  },
  {
    tool: 'host_process_stop',
    // It is another process for every client.
    get args() {
      return { ...web, pid: hostProcess(), grace_s: 5 };
    },
    answers: { ...asked, before: { command: 'sleep 3600' } },
    executes: { result: { how: 'terminated' }, afterwards: () => endOfProcess(), found: [null, 'SIGTERM'] },
    error: { args: { ...web, pid: 4_194_304 }, code: 'not_found' },
  },
];

/** What the person is asked about, in this order. */
export const lostOnHosts = ['Accept the key SHA256:', 'Run tee ', 'End the process'];
