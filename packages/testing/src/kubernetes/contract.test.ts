import { request } from 'node:http';
import type { JsonObject } from '@lineclear/core/plugin';
import { expect, test } from 'vitest';
import { isJsonObject } from '../openapi/json.ts';
import { loadContract } from './contract/contract.ts';
import { missingContract } from './contract/document.ts';
import { builtInKinds } from './model/kinds.ts';
import { listAt, objectAt, textAt } from './model/object.ts';
import type { FieldRule } from './patch/field-rules.ts';
import { fieldRules, ruleOf } from './patch/field-rules.ts';
import { deployment, openCluster } from './test/open.ts';

const skipReason = missingContract;

test.for([
  ['/apis/apps/v1/namespaces/default/deployments/web', 'spec'],
  ['/apis/apps/v1/namespaces/default/deployments', 'items'],
  ['/apis/apps/v1/namespaces/default/deployments/web/scale', 'status'],
  ['/api/v1/nodes/node-1', 'metadata'],
  ['/api/v1/namespaces/default/events', 'metadata'],
  ['/apis/apps/v1/', 'resources'],
  ['/apis/', 'groups'],
  ['/version/', 'gitVersion'],
] as const)('the description would notice a wrong answer to %s', async ([path, field], { skip }) => {
  skip(skipReason !== undefined, skipReason);
  const contract = await loadContract();
  const { sandbox, send } = await openCluster();
  sandbox.world.put(deployment('web'));
  const json = await send(`GET ${path}`, 200);
  const answer = { method: 'GET', path, status: 200 };
  expect(await contract?.answerProblems({ ...answer, json })).toEqual([]);
  expect(await contract?.answerProblems({ ...answer, json: { ...json, [field]: 7 } })).not.toEqual([]);
  expect(await contract?.answerProblems({ ...answer, json: { ...json, [`${field}s`]: 7 } })).toEqual([
    expect.stringContaining('must NOT have additional properties'),
  ]);
});

test('everything that a shop leads to fits the description', async ({ skip }) => {
  skip(skipReason !== undefined, skipReason);
  const { sandbox, send } = await openCluster();
  sandbox.world.behave('web:broken', 'crashes');
  sandbox.world.put(deployment('web'));
  sandbox.world.put(deployment('web', { image: 'web:broken' }));
  const contract = await loadContract();
  for (const kind of builtInKinds) {
    const path = `${kind.group === '' ? '/api' : `/apis/${kind.group}`}/${kind.version}/${kind.plural}`;
    const list = await send(`GET ${path}`, 200);
    const [item] = listAt(list, 'items');
    const wrong = { ...list, items: [{ ...item, spec: 'none', data: 7 }] };
    expect(await contract?.answerProblems({ method: 'GET', path, status: 200, json: wrong }), path).not.toEqual([]);
  }
  expect(sandbox.violations).toEqual([]);
});

test('refuses requests and fields that are not described', async ({ skip }) => {
  skip(skipReason !== undefined, skipReason);
  const { sandbox } = await openCluster();
  const post = (path: string, body: JsonObject) =>
    fetch(sandbox.url + path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  const path = '/apis/apps/v1/namespaces/default/deployments';
  expect((await post(`${path}?dryrun=All`, deployment('web'))).status).toBe(400);
  expect(sandbox.violations).toEqual([{ request: `POST ${path}?dryrun=All`, problems: ['the query has no parameter dryrun'] }]);
  const { spec, ...head } = deployment('web');
  const refused = await post(path, { ...head, spec: { ...objectAt(spec ?? null), replica: 3 } });
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('strict decoding error')]);
});

test.for(['configmaps?watch=true&since=1', 'pods/web/exec?cmd=true'])(
  'refuses %s, which is not described',
  async (path, { skip }) => {
    skip(skipReason !== undefined, skipReason);
    const { sandbox } = await openCluster();
    const headers = path.includes('exec') ? { connection: 'upgrade', upgrade: 'websocket' } : {};
    const status = await new Promise((resolve) => {
      const asking = request(`${sandbox.url}/api/v1/namespaces/default/${path}`, { headers });
      asking.on('response', (answer) => resolve(answer.resume().statusCode)).end();
    });
    expect([status, sandbox.violations]).toEqual([400, [expect.objectContaining({ request: expect.stringContaining(path) })]]);
  },
);

test('the rules of lists and maps are those of the description', async ({ skip }) => {
  skip(skipReason !== undefined, skipReason);
  const found = await describedRules();
  for (const [place, rule] of Object.entries(fieldRules)) expect(found.get(place), place).toEqual(rule);
  const missing = [...found].filter(([place, rule]) => {
    const [parent = '', field = ''] = place.split('.');
    return (rule.keys !== undefined || rule.isSet === true) && ruleOf(parent, field) === undefined && !ignored.has(parent);
  });
  expect(missing.map(([place]) => place)).toEqual([]);
});

test('says why nothing is checked, where the description is absent', async () => {
  const { sandbox } = await openCluster();
  expect(sandbox.unchecked).toBe(missingContract);
});

// Parts that only the cluster itself writes, and schemas inside schemas.
const ignored = new Set([
  'status',
  'containerStatuses',
  'initContainerStatuses',
  'ephemeralContainerStatuses',
  'allocatedResourcesStatus',
  'uncountedTerminatedPods',
  'nodeAllocatableResourceClaimStatuses',
  'onExitCodes',
  'exitCodes',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'definitions',
  'properties',
  'patternProperties',
  'openAPIV3Schema',
]);

/** What the description says of every list and map below the kinds of the sandbox, by parent and field. */
const describedRules = async (): Promise<ReadonlyMap<string, FieldRule>> => {
  const { document = {} } = (await loadContract()) ?? {};
  const definitions = objectAt(document, 'definitions');
  const rules = new Map<string, FieldRule>();
  const seen = new Set<string>();
  const walk = (name: string, parent: string): void => {
    if (seen.has(`${name} ${parent}`)) return;
    seen.add(`${name} ${parent}`);
    for (const [field, property] of Object.entries(objectAt(definitions[name], 'properties'))) {
      const inner = [property, objectAt(property, 'items'), objectAt(property, 'additionalProperties')]
        .map((one) => /([^/]+)$/.exec(textAt(one, '$ref'))?.[1])
        .find((one) => one !== undefined);
      // What is said of the elements of a list is not said of the list.
      const said = textAt(property, '$ref') === '' ? {} : objectAt(definitions[inner ?? '']);
      const rule = ruleIn({ ...said, ...objectAt(property) });
      // One kind of condition is a list without keys, and one selector is replaced even in a merge: neither is patched here.
      if (rule !== undefined && !rules.has(`${parent}.${field}`)) rules.set(`${parent}.${field}`, rule);
      if (inner !== undefined) walk(inner, field);
    }
  };
  for (const [name, definition] of Object.entries(definitions)) {
    const [own, ...more] = listAt(definition, 'x-kubernetes-group-version-kind');
    const isOurs = builtInKinds.some(
      ({ group, version, kind }) => own?.['group'] === group && own['version'] === version && own['kind'] === kind,
    );
    if (more.length === 0 && isOurs) walk(name, '');
  }
  return rules;
};

const ruleIn = (property: JsonObject): FieldRule | undefined => {
  const keys = property['x-kubernetes-list-map-keys'];
  const mergeKey = property['x-kubernetes-patch-merge-key'];
  const isAtomic = property['x-kubernetes-map-type'] === 'atomic';
  const isSet = property['x-kubernetes-list-type'] === 'set';
  const rule: FieldRule = {
    ...(Array.isArray(keys) && { keys: keys.map(String) }),
    ...(Array.isArray(keys) && typeof mergeKey === 'string' && { mergeKey }),
    ...(isSet && { isSet }),
    ...(isAtomic && { isAtomic }),
    ...(textAt(property, 'x-kubernetes-patch-strategy').includes('retainKeys') && { retainsKeys: true }),
  };
  return isJsonObject(rule) && Object.keys(rule).length > 0 ? rule : undefined;
};
