import type { JsonObject } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Answer } from '../../http/route.ts';
import type { RuleRecord } from '../model/records.ts';
import { ruleBody } from '../model/rule-body.ts';
import type { DuplicateRuleStatus } from '../world/rules.ts';
import { saveRule } from '../world/rules.ts';
import type { Store } from '../world/store.ts';
import type { Endpoint, EndpointCall } from './endpoint.ts';
import { bodyOf } from './parse.ts';
import { refuse, refuseEmpty, refusePublic } from './refusal.ts';

const rules = '/api/v1/provisioning/alert-rules';
const group = '/api/v1/provisioning/folder/:folder/rule-groups/:group';

/** `/api/v1/provisioning`: alert rules, one by one and by group. */
export const ruleEndpoints = (
  store: Store,
  { duplicateStatus }: { duplicateStatus: DuplicateRuleStatus },
): readonly Endpoint[] => [
  {
    method: 'GET',
    path: rules,
    role: 'Viewer',
    handle: ({ caller }) => ({ json: [...store.rules.values()].map((rule) => toRule(rule, caller.orgId)) }),
  },
  {
    method: 'POST',
    path: rules,
    role: 'Editor',
    handle: ({ request, caller }) => {
      const body = bodyOf(request, ruleBody);
      const rule = saveRule(store, { body, known: undefined, provenance: provenanceOf(request.headers), duplicateStatus });
      return { status: 201, json: toRule(rule, caller.orgId) };
    },
  },
  {
    method: 'GET',
    path: `${rules}/:uid`,
    role: 'Viewer',
    handle: ({ params, caller }) => ({ json: toRule(found(store, params['uid']), caller.orgId) }),
  },
  {
    method: 'PUT',
    path: `${rules}/:uid`,
    role: 'Editor',
    handle: ({ request, params, caller }) => {
      const body = bodyOf(request, ruleBody);
      const known = found(store, params['uid']);
      const rule = saveRule(store, { body, known, provenance: provenanceOf(request.headers), duplicateStatus });
      return { json: toRule(rule, caller.orgId) };
    },
  },
  {
    method: 'DELETE',
    path: `${rules}/:uid`,
    role: 'Editor',
    // A rule that is not there is gone already.
    handle: ({ params }) => {
      store.rules.delete(params['uid'] ?? '');
      return { status: 204, text: '' };
    },
  },
  {
    method: 'GET',
    path: group,
    role: 'Viewer',
    handle: ({ params, caller }) => ({ json: toGroup({ store, ...groupOf(store, params), orgId: caller.orgId }) }),
  },
  { method: 'PUT', path: group, role: 'Editor', handle: (call) => replaceGroup({ store, call, duplicateStatus }) },
  {
    method: 'DELETE',
    path: group,
    role: 'Editor',
    handle: ({ params }) => {
      for (const { uid } of groupOf(store, params).members) store.rules.delete(uid);
      return { status: 204, text: '' };
    },
  },
];

const provenanceOf = (headers: EndpointCall['request']['headers']): '' | 'api' =>
  headers['x-disable-provenance'] === undefined ? 'api' : '';

const found = (store: Store, uid: string | undefined): RuleRecord => {
  const rule = store.rules.get(uid ?? '');
  if (rule === undefined) throw refuseEmpty(404);
  return rule;
};

const toRule = ({ id, uid, body, provenance, updatedAtMs }: RuleRecord, orgID: number): JsonObject => ({
  id,
  uid,
  orgID,
  ...Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null)),
  updated: new Date(updatedAtMs).toISOString(),
  ...(provenance !== '' && { provenance }),
});

/** Seconds between two evaluations of a group. */
export const intervalOf = (store: Store, { folderUid, title }: { folderUid: string; title: string }): number =>
  store.groupIntervals.get(`${folderUid}/${title}`) ?? 60;

const groupOf = (store: Store, params: EndpointCall['params']) => {
  const folderUid = params['folder'] ?? '';
  const title = params['group'] ?? '';
  const members = [...store.rules.values()].filter(({ body }) => body['folderUID'] === folderUid && body['ruleGroup'] === title);
  if (members.length === 0)
    throw refusePublic({ status: 404, messageId: 'alerting.alert-rule.notFound', message: 'rule group not found' });
  return { folderUid, title, members };
};

const toGroup = ({
  store,
  folderUid,
  title,
  members,
  orgId,
}: {
  store: Store;
  folderUid: string;
  title: string;
  members: readonly RuleRecord[];
  orgId: number;
}): JsonObject => ({
  title,
  folderUid,
  interval: intervalOf(store, { folderUid, title }),
  rules: members.map((rule) => toRule(rule, orgId)),
});

const groupBody = z.object({ interval: z.int(), rules: z.array(ruleBody).nullish() });

const replaceGroup = ({
  store,
  call: { request, params, caller },
  duplicateStatus,
}: {
  store: Store;
  call: EndpointCall;
  duplicateStatus: DuplicateRuleStatus;
}): Answer => {
  const body = bodyOf(request, groupBody);
  const folderUid = params['folder'] ?? '';
  const title = params['group'] ?? '';
  if (body.interval <= 0 || body.interval % 10 !== 0) {
    throw refuse(
      400,
      `invalid alert rule: interval (${body.interval}s) should be non-zero and divided exactly by scheduler interval: 10s`,
    );
  }
  const provenance = provenanceOf(request.headers);
  const kept = (body.rules ?? []).map((rule) => {
    const known = store.rules.get(rule.uid ?? '');
    const placed = { ...rule, folderUID: folderUid, ruleGroup: title };
    return saveRule(store, { body: placed, known, provenance, duplicateStatus });
  });
  for (const rule of store.rules.values()) {
    const isHere = rule.body['folderUID'] === folderUid && rule.body['ruleGroup'] === title;
    if (isHere && !kept.includes(rule)) store.rules.delete(rule.uid);
  }
  store.groupIntervals.set(`${folderUid}/${title}`, body.interval);
  return { json: toGroup({ store, folderUid, title, members: kept, orgId: caller.orgId }) };
};
