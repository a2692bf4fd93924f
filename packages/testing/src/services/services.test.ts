import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { alertmanagerBinary, startAlertmanager } from './alertmanager.ts';
import { skipWithout } from './binary.ts';
import { postgresBinary, startPostgres } from './postgres.ts';
import { prometheusBinary, startPrometheus } from './prometheus.ts';
import { rabbitmqBinary, startRabbitmq } from './rabbitmq.ts';
import { redisBinary, startRedis } from './redis.ts';
import type { Sshd } from './sshd.ts';
import { sshdBinary, startSshd } from './sshd.ts';

const run = promisify(execFile);

describe.skipIf(skipWithout(redisBinary))('startRedis', () => {
  test('keeps a value', async () => {
    const redis = await startRedis();
    onTestFinished(() => redis.stop());
    const socket = connect(redis.port, redis.host);
    socket.write('SET task running\r\nGET task\r\nQUIT\r\n');
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    await once(socket, 'close');
    expect(Buffer.concat(chunks).toString()).toBe('+OK\r\n$7\r\nrunning\r\n+OK\r\n');
  });
});

describe.skipIf(skipWithout(postgresBinary))('startPostgres', () => {
  test('answers a query', async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.stop());
    const { stdout } = await run('psql', [
      postgres.url,
      '-Atc',
      'create table t(a int); insert into t values (41); select a + 1 from t',
    ]);
    expect(stdout).toContain('42');
  });
});

describe.skipIf(skipWithout(sshdBinary))('startSshd', () => {
  const ssh = (sshd: Sshd, knownHosts: string, command: string) => {
    const options = ['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=yes', `UserKnownHostsFile=${knownHosts}`];
    const flags = options.flatMap((option) => ['-o', option]);
    return run('ssh', ['-F', 'none', '-i', sshd.clientKey, '-p', `${sshd.port}`, ...flags, `${sshd.user}@127.0.0.1`, command]);
  };

  test('runs a command for the accepted key, and its host key can be checked', async () => {
    const sshd = await startSshd();
    onTestFinished(() => sshd.stop());
    const { stdout } = await ssh(sshd, sshd.knownHosts, 'echo $((6*7))');
    expect(stdout).toBe('42\n');
    await expect(ssh(sshd, '/dev/null', 'true')).rejects.toThrow('Host key verification failed');
  });
});

describe.skipIf(skipWithout(prometheusBinary))('startPrometheus', () => {
  test('scrapes itself', async () => {
    const prometheus = await startPrometheus();
    onTestFinished(() => prometheus.stop());
    const query = async () => (await fetch(`${prometheus.url}/api/v1/query?query=up`)).json();
    await expect
      .poll(query, { timeout: 60_000 })
      .toMatchObject({ data: { result: [{ metric: { job: 'prometheus' }, value: [expect.anything(), '1'] }] } });
  });
});

describe.skipIf(skipWithout(alertmanagerBinary))('startAlertmanager', () => {
  test('takes an alert and lists it', async () => {
    const alertmanager = await startAlertmanager();
    onTestFinished(() => alertmanager.stop());
    const alerts = `${alertmanager.url}/api/v2/alerts`;
    await fetch(alerts, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify([{ labels: { alertname: 'DiskFull' } }]),
    });
    await expect.poll(async () => (await fetch(alerts)).json()).toMatchObject([{ labels: { alertname: 'DiskFull' } }]);
  });
});

describe.skipIf(skipWithout(rabbitmqBinary))('startRabbitmq', () => {
  test('speaks AMQP and keeps a published message', { timeout: 150_000 }, async () => {
    const rabbitmq = await startRabbitmq({ emulatorFlags: '+P 262144' });
    onTestFinished(() => rabbitmq.stop());
    const socket = connect(rabbitmq.port, rabbitmq.host);
    socket.write(Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]));
    const [greeting] = await once(socket, 'data');
    expect(String(greeting)).toContain('RabbitMQ');
    socket.destroy();

    const api = async (method: string, path: string, body?: object) => {
      const response = await fetch(`${rabbitmq.managementUrl}/api${path}`, {
        method,
        headers: { authorization: `Basic ${btoa('guest:guest')}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return response.text();
    };
    await api('PUT', '/queues/%2F/celery', { durable: false });
    await api('POST', '/exchanges/%2F/amq.default/publish', {
      properties: {},
      routing_key: 'celery',
      payload: 'run me',
      payload_encoding: 'string',
    });
    const got = await api('POST', '/queues/%2F/celery/get', { count: 1, ackmode: 'ack_requeue_true', encoding: 'auto' });
    expect(got).toContain('run me');
    // A node tells its limits with its first statistics.
    const limits = async () => expect(await api('GET', '/nodes')).toContain('"proc_total":262144');
    await vi.waitFor(limits, { timeout: 30_000, interval: 250 });
  });

  test('starts without the management plugin', { timeout: 150_000 }, async () => {
    const rabbitmq = await startRabbitmq({ management: false });
    onTestFinished(() => rabbitmq.stop());
    const socket = connect(rabbitmq.port, rabbitmq.host);
    await once(socket, 'connect');
    socket.destroy();
    await expect(fetch(rabbitmq.managementUrl)).rejects.toThrow('fetch failed');
  });
});
