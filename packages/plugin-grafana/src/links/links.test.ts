import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dashboardLink, exploreLink } from './links.ts';

const address = 'https://grafana.example.com/monitoring';
// Mostly well-formed, so that links are made: what is not is refused.
const uid = fc.oneof(fc.string(), { weight: 9, arbitrary: fc.stringMatching(/^[\w.-]{1,12}$/) });
const variable = fc.tuple(fc.string({ minLength: 1 }), fc.string()).map(([name, value]) => `${name}=${value}`);
const parameter = fc.tuple(fc.stringMatching(/^[a-z]{1,6}$/), fc.string()).map(([name, value]) => `${name}=${value}`);
const range = fc.option(fc.record({ from: fc.string(), to: fc.string() }), { nil: undefined });

test('whatever is asked for, a link to a dashboard leads below the address of the profile', () => {
  let made = 0;
  fc.assert(
    fc.property(fc.record({ uid, range, variables: fc.array(variable), params: fc.array(parameter) }), (asked) => {
      const link = attempt(() => dashboardLink({ address, orgId: 1, panelId: 2, ...asked }));
      if (link === undefined) return;
      made += 1;
      const url = new URL(link);
      expect(url.origin).toBe('https://grafana.example.com');
      expect(url.pathname).toBe(`/monitoring/d/${asked.uid}`);
      expect([url.hash, url.searchParams.getAll('orgId'), url.searchParams.getAll('viewPanel')]).toEqual(['', ['1'], ['2']]);
    }),
    { numRuns: 2_000 },
  );
  expect(made).toBeGreaterThan(500);
});

test('whatever is asked for, Explore gets exactly that', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 5 }), fc.string(), fc.string(), (queries, uid, type) => {
      const url = new URL(exploreLink({ address, orgId: undefined, datasource: { uid, type }, queries, range: undefined }));
      expect(url.origin + url.pathname).toBe(`${address}/explore`);
      const panes: unknown = JSON.parse(url.searchParams.get('panes') ?? '');
      expect(panes).toMatchObject({
        a: { datasource: uid, queries: queries.map((expr) => ({ expr, datasource: { uid, type } })) },
      });
    }),
    { numRuns: 500 },
  );
});

const attempt = (make: () => string): string | undefined => {
  try {
    return make();
  } catch {
    return undefined;
  }
};
