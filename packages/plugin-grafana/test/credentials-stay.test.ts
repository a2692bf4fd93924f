import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { type Fault, type FakeHttp, fakeHttp } from '@lineclear/testing';
import { tunnel } from '@lineclear/testing/grafana';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { type Everything, startEverything, token } from './failures/start-everything.ts';

/** Somebody else's server, which would like to have the credentials. */
const startTrap = async (): Promise<FakeHttp> => {
  const trap = await fakeHttp({ routes: [], onUnhandled: 'ignore' });
  onTestFinished(() => trap.close());
  return trap;
};

/** Ways to write another server where an id, a name or a time belongs. */
const hostile = ({ url }: FakeHttp): readonly string[] => {
  const { host } = new URL(url);
  return [`${url}/x`, `//${host}/x`, `@${host}/x`, `..//${host}`, `x?url=${url}#`];
};

/** Every text that a tool takes, one at a time in place of what a usual call says. */
const variants = ({ schema, args, text }: { schema: unknown; args: JsonObject; text: string }): readonly JsonObject[] => {
  const { properties } = inputSchema.parse(schema);
  return Object.entries(properties).flatMap(([name, field]) => {
    const given = fieldWith({ field, text });
    return given === undefined ? [] : [{ ...args, [name]: given }];
  });
};

const fieldWith = ({ field, text }: { field: unknown; text: string }): JsonValue | undefined => {
  const { type, enum: choices, items } = fieldSchema.parse(field);
  if (type === 'string') return choices === undefined ? text : undefined;
  if (type === 'object') return { url: text, uid: text, datasourceUid: text, datasource: { uid: text, url: text }, [text]: text };
  const item = type === 'array' && items !== undefined ? fieldWith({ field: items, text }) : undefined;
  return item === undefined ? undefined : [item];
};
const inputSchema = z.looseObject({ properties: z.record(z.string(), z.unknown()) });
const fieldSchema = z.looseObject({ type: z.unknown().optional(), enum: z.unknown().optional(), items: z.unknown().optional() });

/** Every tool with everything that it can be told, and confirmed where it is a write. */
const askEverything = async ({ everything, texts }: { everything: Everything; texts: readonly string[] }): Promise<number> => {
  const { composition, caller, answer, reads, writes } = everything;
  const schemas = new Map(composition.tools(caller).map(({ name, inputSchema: schema }) => [name, schema]));
  let asked = 0;
  for (const [tool, args] of Object.entries({ ...reads, ...writes })) {
    const calls = texts.flatMap((text) => variants({ schema: schemas.get(tool), args, text }));
    for (const call of [args, ...calls]) {
      const found = await answer(tool, call);
      asked += 1;
      const ticket = found.kind === 'value' ? found.value['ticket'] : undefined;
      if (ticket !== undefined) await answer(tool, { ...call, confirm: true, ticket });
    }
  }
  return asked;
};

test('no argument of any tool chooses where credentials go', async () => {
  const [trap, everything] = await Promise.all([startTrap(), startEverything()]);
  expect(await askEverything({ everything, texts: hostile(trap) })).toBeGreaterThan(500);
  expect(trap.requests).toEqual([]);
  expectAskedAtHome(everything);
});

test.each([301, 302, 303, 307, 308])('no redirect with %i takes credentials along', async (status) => {
  const [trap, everything] = await Promise.all([startTrap(), startEverything()]);
  const fault: Fault = {
    kind: 'status',
    status,
    headers: { location: `${trap.url}/api/datasources`, 'content-type': 'application/json' },
    text: '{}',
  };
  const redirectUrl = `${trap.url}/example/tunnel`;
  everything.context7.http.inject({ ...fault, text: JSON.stringify({ message: 'Moved', redirectUrl }) });
  const stop = everything.sandbox.http.inject(fault);
  await askEverything({ everything, texts: [] });
  stop();
  // The list is known, and what is asked then is redirected.
  await everything.callTool('list_datasources');
  everything.sandbox.http.inject(fault, { accepts: ({ path }) => path !== '/api/datasources' });
  await askEverything({ everything, texts: [] });
  expect(trap.requests).toEqual([]);
  expectAskedAtHome(everything);
});

test('no address in what a server has stored gets the credentials', async () => {
  const [trap, everything] = await Promise.all([startTrap(), startEverything()]);
  const { world } = everything.sandbox;
  const links = [{ title: 'x', type: 'link', url: trap.url }];
  const datasource = { type: 'prometheus', uid: 'prometheus', url: trap.url, access: 'direct' };
  const target = { refId: 'A', expr: 'up', datasource, url: trap.url };
  const panel = {
    id: 3,
    title: 'x',
    type: 'timeseries',
    links,
    datasource,
    targets: [target],
    fieldConfig: { defaults: { links } },
  };
  const annotations = { list: [{ name: 'x', enable: true, expr: 'up', datasource, url: trap.url }] };
  for (const type of ['prometheus', 'loki'])
    world.addDatasource({
      uid: type,
      name: type,
      type,
      url: trap.url,
      isDefault: true,
      jsonData: { url: trap.url, manageAlerts: true },
    });
  world.saveDashboard({ uid: tunnel.dashboard, json: { title: 'x', url: trap.url, links, panels: [panel], annotations } });
  const rule = world.rule(tunnel.rule).body;
  world.saveRule({ ...rule, uid: tunnel.rule, annotations: { runbook_url: trap.url, __dashboardUid__: trap.url } });
  world.setRuleState(tunnel.rule, { state: 'Alerting', labels: { generatorURL: trap.url } });
  await askEverything({ everything, texts: [] });
  // The simulated Grafana forwards queries to where its datasources are, as the real one does: with credentials of its own, or none.
  expect(trap.requests.length).toBeGreaterThan(5);
  expect(trap.requests.filter((request) => JSON.stringify(request).includes(token))).toEqual([]);
  expect(trap.requests.flatMap(({ headers }) => headers.authorization ?? [])).toEqual([]);
  expectAskedAtHome(everything);
});

/** Every request was addressed to Grafana, and had its credentials. */
const expectAskedAtHome = ({ sandbox: { url, http } }: Everything): void => {
  const asked = http.requests.map(({ headers: { host, authorization } }) => ({ host, authorization }));
  expect(asked.length).toBeGreaterThan(50);
  const { host } = new URL(url);
  expect(asked.filter((request) => request.host !== host || request.authorization !== `Bearer ${token}`)).toEqual([]);
};
