import { LineclearError, Secret } from '@lineclear/core/plugin';
import type { UserEntry } from './kubeconfig-file.ts';

/**
 * The token of a user with the provider `oidc`, renewed by the library of Kubernetes, which is large and loads for these users only.
 * https://kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens
 */
export const openIdToken = (user: UserEntry): (() => Promise<Secret>) => {
  let opening: Promise<() => Promise<Secret>> | undefined;
  return async () => {
    opening ??= open(user);
    return (await opening)();
  };
};

const open = async (user: UserEntry): Promise<() => Promise<Secret>> => {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const library = new KubeConfig();
  // A server that nothing is sent to: the library is asked for a header alone.
  const cluster = { name: 'cluster', server: 'https://127.0.0.1', skipTLSVerify: false };
  library.loadFromClusterAndUser(cluster, { name: 'user', authProvider: structuredClone(user['auth-provider']) });
  return async () => {
    const wanted: { headers: Record<string, string> } = { headers: {} };
    try {
      await library.applyToHTTPSOptions(wanted);
    } catch {
      // The error of a library that talks to an identity provider may quote what it sent.
      throw refused('cannot be renewed');
    }
    const [, token] = /^Bearer (\S+)$/.exec(wanted.headers['Authorization'] ?? '') ?? [];
    if (token === undefined) throw refused('has expired, and there is nothing to renew it with');
    return new Secret(token);
  };
};

const refused = (what: string): LineclearError =>
  new LineclearError('unauthenticated', `The OpenID token of the kubeconfig ${what}.`, {
    hint: 'Ask the operator to log in again and to start the server again.',
    details: { reason: 'openid' },
  });
