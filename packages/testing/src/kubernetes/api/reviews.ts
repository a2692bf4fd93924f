import type { JsonObject } from '@lineclear/core/plugin';
import { isJsonObject } from '../../openapi/json.ts';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { Caller, Rule } from '../access/identities.ts';
import { isAllowed } from '../access/identities.ts';
import { objectAt, textAt } from '../model/object.ts';
import { unauthorized } from './status.ts';

const root = '/apis/authorization.k8s.io/v1';

/** The answer to the question what the caller may do; undefined for other requests. */
export const review = (request: RecordedRequest, caller: Caller | undefined): Answer | undefined => {
  if (request.method !== 'POST' || !request.path.startsWith(`${root}/`)) return undefined;
  if (caller === undefined) throw unauthorized();
  const body = isJsonObject(request.json) ? request.json : {};
  const { managedFields: _, ...metadata } = objectAt(body, 'metadata');
  const spec = objectAt(body, 'spec');
  const head = (kind: string): JsonObject => ({ kind, apiVersion: 'authorization.k8s.io/v1', metadata, spec });
  switch (request.path) {
    case `${root}/selfsubjectaccessreviews`:
      return { status: 201, json: { ...head('SelfSubjectAccessReview'), status: { allowed: mayDo(caller, spec) } } };
    case `${root}/selfsubjectrulesreviews`: {
      const namespace = textAt(spec, 'namespace');
      const rules = caller.rules.filter((rule) => rule.namespaces?.includes(namespace) !== false);
      const status = { resourceRules: rules.map(toResourceRule), nonResourceRules: [], incomplete: false };
      return { status: 201, json: { ...head('SelfSubjectRulesReview'), status } };
    }
    default:
      return undefined;
  }
};

const mayDo = (caller: Caller, spec: JsonObject): boolean => {
  const asked = objectAt(spec, 'resourceAttributes');
  if (spec['resourceAttributes'] === undefined) return caller.rules.some(({ resources }) => resources.includes('*'));
  const [group, subresource] = [textAt(asked, 'group'), textAt(asked, 'subresource')];
  const resource = `${textAt(asked, 'resource')}${group === '' || group === '*' ? '' : `.${group}`}`;
  return isAllowed(caller, {
    verb: textAt(asked, 'verb'),
    resource: subresource === '' ? resource : `${resource}/${subresource}`,
    namespace: textAt(asked, 'namespace') || undefined,
    name: textAt(asked, 'name') || undefined,
  });
};

const toResourceRule = ({ verbs, resources, names }: Rule): JsonObject => ({
  verbs: [...verbs],
  apiGroups: [...new Set(resources.map((resource) => (resource === '*' ? '*' : groupOf(resource))))],
  resources: resources.map((resource) => resource.replace(/\.[^/]+/, '')),
  ...(names !== undefined && { resourceNames: [...names] }),
});

const groupOf = (resource: string): string => /\.([^/]+)/.exec(resource)?.[1] ?? '';
