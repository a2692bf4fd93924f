import type { RecordedRequest } from '../../http/route.ts';

/** What somebody may do. `*` stands for everything in each of the lists; what is left out is everything too. */
export interface Rule {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`. */
  readonly verbs: readonly string[];
  /** By plural, with the group and the subresource where there is one: `pods`, `pods/log`, `deployments.apps/scale`. */
  readonly resources: readonly string[];
  readonly namespaces?: readonly string[];
  readonly names?: readonly string[];
}

/** Somebody who may use the cluster, and how the server knows them. */
export interface Identity {
  /** The bearer token; without one, only a client certificate proves who it is. */
  readonly token?: string;
  readonly groups?: readonly string[];
  readonly rules: readonly Rule[];
}

/** By user name. */
export type Identities = Readonly<Record<string, Identity>>;

/** Who asks. */
export interface Caller {
  readonly name: string;
  readonly groups: readonly string[];
  readonly rules: readonly Rule[];
}

/** What is asked, as permissions have it. */
export interface Attempt {
  readonly verb: string;
  /** As in {@link Rule.resources}. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** May do everything: who asks where nobody is known by name, and the owner of the cluster. */
export const administrator: Identity = {
  groups: ['system:masters'],
  rules: [{ verbs: ['*'], resources: ['*'] }],
};

/** Who sent a request: by the name in the client certificate, or by the token. Undefined where nobody is known so. */
export const callerOf = ({
  request,
  identities,
  certificateName,
}: {
  request: RecordedRequest;
  identities: Identities | undefined;
  /** The common name of the client's certificate, when it has shown one that is trusted. */
  certificateName: string | undefined;
}): Caller | undefined => {
  if (identities === undefined) return toCaller('kubernetes-admin', administrator);
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const found = Object.entries(identities).find(([name, identity]) =>
    token === undefined ? name === certificateName : identity.token === token,
  );
  return found === undefined ? undefined : toCaller(...found);
};

/** Whether one of the caller's rules covers it. */
export const isAllowed = (caller: Caller, { verb, resource, namespace, name }: Attempt): boolean =>
  caller.rules.some(
    (rule) =>
      has(rule.verbs, verb) &&
      has(rule.resources, resource) &&
      (rule.namespaces === undefined || (namespace !== undefined && has(rule.namespaces, namespace))) &&
      (rule.names === undefined || (name !== undefined && has(rule.names, name))),
  );

const toCaller = (name: string, { groups = [], rules }: Identity): Caller => ({
  name,
  groups: [...groups, 'system:authenticated'],
  rules,
});

const has = (list: readonly string[], one: string): boolean => list.includes('*') || list.includes(one);
