import * as z from 'zod';

/**
 * The paths that applications answer for probes and for Prometheus, and that change nothing when they are asked. Whole words only: an
 * application may well answer `/healthcare/patients`.
 */
const probePaths = [
  ...['/health', '/healthz', '/ready', '/readyz', '/live', '/livez'].flatMap((path) => [path, `${path}/*`]),
  '/metrics',
];

/** What a profile says about clusters of Kubernetes. */
export const settings = z.strictObject({
  kubeconfig: z.string().min(1).describe('The kubeconfig file; relative to the configuration file. It is read once.'),
  contexts: z
    .array(z.string().min(1).max(253))
    .min(1)
    .describe('The contexts of that file which tools reach, such as ["staging-eu"]. Its current-context is never used.'),
  namespaces: z
    .array(z.string().regex(/^(?:-|[a-z0-9*](?:[-a-z0-9*]*[a-z0-9*])?)$/, 'use a name, a pattern with *, or "-"'))
    .min(1)
    .optional()
    .describe('The namespaces that tools reach, such as ["shop", "shop-*"], and "-" for what has none. Absent: all.'),
  http_get: z
    .array(z.string().regex(/^\/[^?#\\]*$/, 'use a path such as "/health/*"'))
    .default(probePaths)
    .describe('The paths that k8s_http_get may ask pods and services for; `*` stands for any characters.'),
  secret_kinds: z
    .array(z.string().regex(/^[A-Z][A-Za-z0-9]*$/, 'use a kind such as "VaultSecret"'))
    .default([])
    .describe('More kinds of which no value is shown, such as ["VaultSecret"]; those of Secret never are.'),
  timeout_s: z.int().min(1).max(600).default(30).describe('The longest one request may take, in seconds.'),
});

export type Settings = z.output<typeof settings>;
