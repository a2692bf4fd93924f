import * as z from 'zod';

const text = z.string().nullish();

// https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
const cluster = z.object({
  server: z.string(),
  'certificate-authority': text,
  'certificate-authority-data': text,
  'insecure-skip-tls-verify': z.boolean().nullish(),
  'tls-server-name': text,
  'proxy-url': text,
});

const exec = z.object({
  apiVersion: z.string(),
  command: z.string().min(1),
  args: z.array(z.string()).nullish(),
  env: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
  interactiveMode: text,
  provideClusterInfo: z.boolean().nullish(),
});

const user = z.object({
  'client-certificate': text,
  'client-certificate-data': text,
  'client-key': text,
  'client-key-data': text,
  token: text,
  tokenFile: text,
  username: text,
  password: text,
  as: text,
  'as-uid': text,
  'as-groups': z.array(z.string()).nullish(),
  exec: exec.nullish(),
  'auth-provider': z.object({ name: z.string(), config: z.record(z.string(), z.string()).nullish() }).nullish(),
});

const context = z.object({ cluster: z.string(), user: text });

/** A kubeconfig with its entries by name. What is not read here, such as `current-context`, is left alone. */
export const kubeconfigFile = z
  .object({
    clusters: z.array(z.object({ name: z.string(), cluster: cluster.nullish() })).nullish(),
    users: z.array(z.object({ name: z.string(), user: user.nullish() })).nullish(),
    contexts: z.array(z.object({ name: z.string(), context: context.nullish() })).nullish(),
  })
  .transform(({ clusters, users, contexts }) => ({
    clusters: new Map((clusters ?? []).map((entry) => [entry.name, entry.cluster])),
    users: new Map((users ?? []).map((entry) => [entry.name, entry.user])),
    contexts: new Map((contexts ?? []).map((entry) => [entry.name, entry.context])),
  }));

export type ClusterEntry = z.output<typeof cluster>;
export type UserEntry = z.output<typeof user>;
export type ExecEntry = z.output<typeof exec>;
