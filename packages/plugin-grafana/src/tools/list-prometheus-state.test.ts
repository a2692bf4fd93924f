import { prometheusBinary, skipWithout } from '@lineclear/testing';
import { describe, expect, test } from 'vitest';
import { callerOf, useSeededPrometheus } from '../prometheus/test/start-tools.ts';
import { listPrometheusRules } from './list-prometheus-rules.ts';
import { listPrometheusTargets } from './list-prometheus-targets.ts';

describe.skipIf(skipWithout(prometheusBinary))('on a real Prometheus', () => {
  const url = useSeededPrometheus();

  describe('list_prometheus_targets', () => {
    const list = callerOf({ tool: listPrometheusTargets, url });

    test('failing targets come first, with the error and without what is secret in the address', async () => {
      await expect.poll(() => list()).toMatchObject({ up: 1, down: 1, unknown: 0 });
      const answer = await list();
      expect(answer).toMatchObject({
        targets: [
          {
            job: 'gone',
            instance: '127.0.0.1:1',
            health: 'down',
            error: expect.stringContaining('connection refused'),
            url: 'http://127.0.0.1:1/metrics',
            labels: { team: 'storage' },
            scrape_interval: '1s',
          },
          { job: 'prometheus', health: 'up', last_scrape: expect.stringMatching(/^20.*Z$/) },
        ],
        dropped: null,
        more: 0,
        hints: [],
      });
      expect(JSON.stringify(answer)).not.toContain('hidden-in-query');
    });

    test('filters by state and job', async () => {
      await expect.poll(() => list({ state: 'up' })).toMatchObject({ targets: [{ job: 'prometheus' }] });
      expect(await list({ state: 'dropped' })).toMatchObject({ targets: [{ job: 'dropped', health: 'dropped' }], dropped: 1 });
      expect(await list({ job: 'gone', state: 'up' })).toMatchObject({
        targets: [],
        hints: ['No target of this job is up.'],
      });
      expect(await list({ state: 'unknown' })).toMatchObject({ hints: ['No target is unknown.'] });
      expect(await list({ job: 'go' })).toMatchObject({ hints: ['The jobs here are: gone, prometheus.'] });
      expect(await list({ limit: 1 })).toMatchObject({ targets: [{ job: 'gone' }], more: 1 });
    });
  });

  describe('list_prometheus_rules', () => {
    const list = callerOf({ tool: listPrometheusRules, url });

    test('rules that fail or fire come first', async () => {
      await expect.poll(() => list()).toMatchObject({ firing: 1, failing: 1, total: 4, more: 0 });
      expect(await list()).toMatchObject({
        rules: [
          { group: 'broken', name: 'broken:rule', type: 'recording', health: 'err', error: expect.stringContaining('many') },
          {
            name: 'TargetDown',
            type: 'alerting',
            state: 'firing',
            health: 'ok',
            query: 'up == 0',
            labels: { severity: 'critical' },
            annotations: { summary: 'A target is down' },
            alerts: [
              {
                labels: { alertname: 'TargetDown', job: 'gone' },
                state: 'firing',
                since: expect.stringMatching(/^20.*Z$/),
                value: '0',
              },
            ],
          },
          { name: 'job:up:avg', type: 'recording', health: 'ok' },
          { name: 'NeverFires', state: 'inactive', for_seconds: 300 },
        ],
        hints: [],
      });
    });

    test.each([
      [{ type: 'recording' }, ['broken:rule', 'job:up:avg']],
      [{ type: 'alerting' }, ['TargetDown', 'NeverFires']],
      [{ state: 'firing' }, ['TargetDown']],
      [{ state: 'inactive' }, ['NeverFires']],
      [{ state: 'error' }, ['broken:rule']],
      [{ name: 'AVAIL' }, ['TargetDown', 'job:up:avg', 'NeverFires']],
      [{ name: 'never' }, ['NeverFires']],
      [{ name: 'nothing' }, []],
    ])('filters by %j', async (args, names) => {
      await expect
        .poll(async () => Object((await list(args))['rules']).map((rule: { name: string }) => rule.name))
        .toEqual(names);
    });

    test('says how many are left out, and why there are none', async () => {
      expect(await list({ limit: 1 })).toMatchObject({ total: 4, more: 3 });
      expect(await list({ name: 'nothing' })).toMatchObject({ rules: [], hints: ['None of 4 rules fits.'] });
    });
  });
});
