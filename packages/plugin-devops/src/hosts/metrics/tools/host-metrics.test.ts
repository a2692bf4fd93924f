import { skipWithout, sshdBinary } from '@lineclear/testing';
import { startHosts } from '@lineclear/testing/hosts';
import { afterAll, describe, expect, it } from 'vitest';
import { hostSettings, startOn } from '../../test/start-hosts-plugin.ts';

const isMissing = skipWithout(sshdBinary);

describe.skipIf(isMissing)('host_metrics', async () => {
  if (isMissing) return;
  const hosts = await startHosts({ web: {} });
  afterAll(() => hosts.stop());
  const start = () => startOn({ hosts: { web: hostSettings({ hosts, name: 'web' }) } });

  it('measures a real host', async () => {
    const { callTool } = await start();
    const metrics = await callTool('host_metrics', { host: 'web' });
    expect(metrics).toMatchObject({
      host: 'web',
      interval_ms: expect.any(Number),
      cpu_percent: { busy: expect.any(Number), io_wait: expect.any(Number) },
      network: expect.arrayContaining([expect.objectContaining({ name: 'lo' })]),
      file_systems: expect.arrayContaining([expect.objectContaining({ mount: '/' })]),
      left_out: expect.any(Number),
    });
    expect(metrics['interval_ms']).toBeGreaterThanOrEqual(400);
  });

  it('finds file systems where df knows no local ones', async () => {
    const web = hosts.host('web');
    await web.install({
      program: 'df',
      text: '#!/bin/sh\ncase "$1" in *l*) echo "df: unrecognized option: l" >&2; exit 1 ;; esac\nexec /bin/df "$@"\n',
    });
    const { callTool } = await start();
    expect(await callTool('host_metrics', { host: 'web' })).toMatchObject({
      file_systems: expect.arrayContaining([expect.objectContaining({ mount: '/' })]),
    });
  });

  it('says that it cannot where there is no /proc', async () => {
    await hosts.host('web').install({ program: 'grep', text: '#!/bin/sh\nexit 2\n' });
    const { callTool } = await start();
    await expect(callTool('host_metrics', { host: 'web' })).rejects.toMatchObject({
      code: 'unsupported',
      details: { reason: 'no_proc' },
    });
  });
});
