import type { JsonObject } from '@lineclear/core/plugin';
import type { Identities } from '../access/identities.ts';
import type { Authority } from './certificates.ts';

/** A cluster as a kubeconfig file names it. */
export interface KubeconfigSource {
  readonly url: string;
  readonly authority: Authority | undefined;
  readonly identities: Identities | undefined;
}

/** What a kubeconfig file is to say. */
export interface KubeconfigOptions {
  /** The name of the context and the cluster: `sandbox` unless said otherwise. */
  readonly context?: string;
  /** Who the client is; needed where the sandbox knows people by name. */
  readonly user?: string;
  /** The namespace of the context. */
  readonly namespace?: string;
}

/** The text of a kubeconfig file (JSON, which is YAML too) with one context for the sandbox. */
export const kubeconfigText = (
  { url, authority, identities }: KubeconfigSource,
  { context = 'sandbox', user, namespace }: KubeconfigOptions = {},
): string => {
  const credentials = user === undefined ? {} : credentialsOf({ authority, identities, user });
  return JSON.stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: context,
          cluster: { server: url, ...(authority !== undefined && { 'certificate-authority-data': base64(authority.cert) }) },
        },
      ],
      users: [{ name: user ?? 'anybody', user: credentials }],
      contexts: [
        { name: context, context: { cluster: context, user: user ?? 'anybody', ...(namespace !== undefined && { namespace }) } },
      ],
      'current-context': context,
    },
    undefined,
    2,
  );
};

// A token where the sandbox knows one, otherwise a certificate.
const credentialsOf = ({ authority, identities = {}, user }: Omit<KubeconfigSource, 'url'> & { user: string }): JsonObject => {
  const identity = identities[user];
  if (identity === undefined) throw new Error(`The sandbox knows no ${user}.`);
  if (identity.token !== undefined) return { token: identity.token };
  if (authority === undefined) throw new Error(`${user} has no token, and a certificate needs a sandbox with tls.`);
  const { cert, key } = authority.client(user, identity.groups);
  return { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) };
};

const base64 = (text: string): string => Buffer.from(text).toString('base64');
