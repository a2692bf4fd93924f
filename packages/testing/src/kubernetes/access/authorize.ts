import type { RecordedRequest } from '../../http/route.ts';
import { forbidden } from '../api/status.ts';
import type { Target } from '../api/target.ts';
import { resourceName } from '../model/kinds.ts';
import type { Attempt, Caller } from './identities.ts';
import { isAllowed } from './identities.ts';

/** What a request wants to do with its target. */
export const attemptOf = (request: RecordedRequest, { kind, namespace, name, subresource }: Target): Attempt => ({
  verb: verbOf(request, { isCollection: name === undefined }),
  resource: subresource === undefined ? resourceName(kind) : `${resourceName(kind)}/${subresource}`,
  namespace,
  name,
});

/** Throws 403 with the server's own sentence where no rule of the caller covers the attempt. */
export const authorize = (caller: Caller, attempt: Attempt, target: Target): void => {
  if (isAllowed(caller, attempt)) return;
  const { kind, namespace, name, subresource } = target;
  const plural = subresource === undefined ? kind.plural : `${kind.plural}/${subresource}`;
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  throw forbidden(
    `${resourceName(kind)}${name === undefined ? '' : ` "${name}"`} is forbidden: User "${caller.name}" cannot ${attempt.verb} ` +
      `resource "${plural}" in API group "${kind.group}" ${scope}`,
    { ...(name !== undefined && { name }), ...(kind.group !== '' && { group: kind.group }), kind: kind.plural },
  );
};

const verbOf = ({ method, query }: RecordedRequest, { isCollection }: { isCollection: boolean }): string => {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return isCollection ? 'deletecollection' : 'delete';
    default:
      return isWatch(query) ? 'watch' : isCollection ? 'list' : 'get';
  }
};

/** Whether a list is to be followed. */
export const isWatch = ({ watch }: RecordedRequest['query']): boolean => watch === 'true' || watch === '1';
