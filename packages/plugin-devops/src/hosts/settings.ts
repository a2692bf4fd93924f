import { secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { deploymentSettings } from './deployments/settings.ts';
import { artifactSettings, hostFileSettings } from './files/settings.ts';

const hostName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use letters, digits, ".", "_" and "-"');

const sudo = z.union([
  z.enum(['none', 'passwordless']),
  z.strictObject({ password: secret().describe('The password of the account.') }),
]);

const host = z
  .strictObject({
    address: z
      .string()
      .regex(/^[A-Za-z0-9:][A-Za-z0-9.:_-]{0,254}$/, 'use a name or an IP address')
      .describe('Its name or IP address, such as web-1.example.com.'),
    port: z.int().min(1).max(65_535).default(22).describe('The port of its SSH server.'),
    user: z
      .string()
      .regex(/^[A-Za-z0-9_][A-Za-z0-9._@-]{0,63}\$?$/, 'use the name of an account')
      .describe('The account that tools use there, such as deploy.'),
    identity: secret().optional().describe('The private key (its text), such as ${file:/run/secrets/deploy_key}.'),
    passphrase: secret().optional().describe('The passphrase of the private key.'),
    password: secret().optional().describe('The password of the account, where the host takes no key.'),
    agent: z.boolean().default(false).describe('Use the keys of the running SSH agent (SSH_AUTH_SOCK); it is never forwarded.'),
    host_keys: z
      .array(
        z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'use a fingerprint such as "SHA256:…", as ssh-keygen -lf prints it'),
      )
      .min(1)
      .optional()
      .describe(
        'The fingerprints of its host keys, of every type that it has; where they are named, no other source of keys counts.',
      ),
    jump: hostName.optional().describe('The host, by its name here, through which it is reached.'),
    channels: z
      .int()
      .min(1)
      .max(64)
      .default(8)
      .describe('How many commands may run there at a time; below MaxSessions of its server.'),
    sudo: sudo.default('none').describe('How its account becomes root: none, passwordless, or with a password.'),
    labels: z.record(z.string(), z.string()).default({}).describe('Facts for people, such as { "role": "web" }.'),
    ...hostFileSettings,
  })
  .refine((one) => one.identity !== undefined || one.password !== undefined || one.agent, {
    error: 'use identity, password or agent, one of them at least',
    path: ['identity'],
  });

/** What a profile says about its hosts. */
export const settings = z
  .strictObject({
    hosts: z.record(hostName, host).describe('The hosts by the names that tools use.'),
    known_hosts: z
      .array(z.string().min(1))
      .default([])
      .describe('Files of host keys, as OpenSSH keeps them; relative ones mean the folder of the configuration file.'),
    keepalive_s: z
      .int()
      .min(1)
      .max(300)
      .default(15)
      .describe('How often an idle connection is asked whether it lives, in seconds.'),
    connect_timeout_s: z.int().min(1).max(120).default(15).describe('The longest that reaching a host may take, in seconds.'),
    ...artifactSettings,
    ...deploymentSettings,
  })
  .superRefine(({ hosts, deployments }, context) => {
    for (const [service, { hosts: named }] of Object.entries(deployments)) {
      const missing = named.find((name) => !Object.hasOwn(hosts, name));
      const path = ['deployments', service, 'hosts'];
      if (missing !== undefined) context.addIssue({ code: 'custom', message: `"${missing}" is not among the hosts`, path });
    }
    for (const name of Object.keys(hosts)) {
      const problem = jumpProblem({ hosts, name });
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem, path: ['hosts', name, 'jump'] });
    }
  });

export type Settings = z.output<typeof settings>;
export type HostSettings = z.output<typeof host>;

/** Why the way to a host over its jump hosts leads nowhere. */
const jumpProblem = ({ hosts, name }: { hosts: Readonly<Record<string, HostSettings>>; name: string }): string | undefined => {
  const passed = new Set([name]);
  for (let next = hosts[name]?.jump; next !== undefined; next = hosts[next]?.jump) {
    if (!Object.hasOwn(hosts, next)) return `"${next}" is not among the hosts`;
    if (passed.has(next)) return `"${next}" jumps in a circle`;
    passed.add(next);
  }
  return undefined;
};
