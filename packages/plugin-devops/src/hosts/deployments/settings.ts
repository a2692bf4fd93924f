import * as z from 'zod';

const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'use letters, digits, ".", "_" and "-"');
const absolute = z.string().regex(/^\/(?!.*(?:^|\/)\.\.?(?:\/|$))[^\0\n]*[^\0\n/]$/, 'use an absolute path without "." and ".."');
const inRelease = z
  .string()
  .regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[^\0\n/-][^\0\n]*(?<!\/)$/, 'use a path below the release, such as "data/uploads"');
const argv = z
  .array(z.string().regex(/^[^\0]*$/))
  .min(1)
  .refine(([program = '']) => program !== '' && !program.startsWith('-'), 'begin with a program');
const port = z.int().min(1).max(65_535);

const health = z.strictObject({
  port: port
    .optional()
    .describe('Where the service listens on the loopback of its host; with slots: where the live one is reached.'),
  path: z
    .string()
    .regex(/^\/[\x21-\x7e]*$/, 'begin with "/"')
    .default('/health')
    .describe('Asked by GET.'),
  status: z.int().min(100).max(599).default(200).describe('The status that means health.'),
  timeout_s: z.int().min(1).max(600).default(60).describe('How long a restarted service may take to become healthy, in seconds.'),
  successes: z.int().min(1).max(20).default(2).describe('How many answers in a row mean health.'),
  interval_s: z.number().min(0.1).max(30).default(1).describe('The pause between two questions, in seconds.'),
});

const deployment = z
  .strictObject({
    hosts: z.array(name).min(1).describe('Its hosts by their names, in the order in which they are deployed to.'),
    root: absolute.describe(
      'The folder of the service on each host, such as /srv/shop; it has to exist. Its commands run there.',
    ),
    elsewhere: z
      .record(name, z.strictObject({ root: absolute.optional(), port: port.optional() }))
      .default({})
      .describe('Hosts where it lies or listens elsewhere, such as { "web-3": { "port": 8081 } }.'),
    strategy: z
      .enum(['rolling', 'blue-green'])
      .default('rolling')
      .describe('With blue-green, a release goes to the idle slot first.'),
    restart: argv.describe(
      'Starts the current release anew, such as ["sudo", "-n", "systemctl", "restart", "shop"]; {release}, {slot} and {port} stand for theirs.',
    ),
    smoke: argv.optional().describe('Runs in the folder of the new release before anything is switched; it has to exit with 0.'),
    switch: argv
      .optional()
      .describe('With blue-green: leads traffic to {slot} at {port}, such as ["/srv/shop/bin/route", "{port}"].'),
    health: health.describe('How a healthy service answers, asked over SSH on the loopback of its host.'),
    step_timeout_s: z
      .int()
      .min(1)
      .max(600)
      .default(60)
      .describe('The longest that restart, smoke and switch may take each, in seconds.'),
    keep: z.int().min(2).max(50).default(5).describe('How many releases stay on a host.'),
    shared: z
      .array(inRelease)
      .default([])
      .describe('Paths that all releases share, such as ["data"]; they are linked into each.'),
    rollback: z
      .enum(['all', 'host'])
      .default('all')
      .describe('What goes back when a host fails: all hosts of the deployment, or this one.'),
    slots: z
      .strictObject({ blue: z.strictObject({ port }), green: z.strictObject({ port }) })
      .optional()
      .describe('With blue-green: where each of the two listens.'),
  })
  .refine((one) => new Set(one.hosts).size === one.hosts.length, { error: 'name each host once', path: ['hosts'] })
  .refine((one) => one.strategy === 'rolling' || (one.slots !== undefined && one.switch !== undefined), {
    error: 'blue-green needs slots and switch',
    path: ['strategy'],
  })
  .refine((one) => one.strategy === 'blue-green' || one.health.port !== undefined, {
    error: 'say where the service listens',
    path: ['health', 'port'],
  });

export type Deployment = z.output<typeof deployment>;

/** What a profile says about the services that are deployed to its hosts. */
export const deploymentSettings = {
  deployments: z.record(name, deployment).default({}).describe('Services that are deployed, by name.'),
};
