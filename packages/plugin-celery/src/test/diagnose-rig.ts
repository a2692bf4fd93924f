import { randomUUID } from 'node:crypto';
import { type StartedPlugin, startPlugin } from '@lineclear/testing';
import type { JsonObject } from '@lineclear/core/plugin';
import { onTestFinished } from 'vitest';
import * as z from 'zod';
import plugin from '../index.ts';
import { patient } from './patient.ts';

const answer = z.object({
  healthy: z.boolean().nullable(),
  findings: z.array(
    z.object({
      severity: z.string(),
      code: z.string(),
      what: z.string(),
      why: z.string(),
      fix: z.string(),
      facts: z.record(z.string(), z.unknown()),
    }),
  ),
  findings_left_out: z.int(),
  skipped: z.array(z.object({ check: z.string(), why: z.string(), applies: z.boolean() })),
  checks: z.int(),
  task: z.record(z.string(), z.unknown()).optional(),
  workers: z.object({ known: z.int(), answered: z.int(), silent: z.array(z.string()) }),
});

/** Asks celery_diagnose once, with these settings of the connection. */
export const diagnoseWith = async ({
  settings,
  args = {},
  clockOffsetMs = 0,
  prepare,
}: {
  settings: JsonObject;
  args?: JsonObject;
  /** How far our clock is ahead while it asks. */
  clockOffsetMs?: number;
  /** Uses other tools of the same host before. */
  prepare?: (host: StartedPlugin) => Promise<void>;
}) => {
  let offsetMs = 0;
  const clock = { now: () => Date.now() + offsetMs };
  const started = await startPlugin({
    plugin,
    connections: { celery: patient(settings) },
    clock,
    profile: { name: freshName('test') },
  });
  onTestFinished(started.close);
  await prepare?.(started);
  offsetMs = clockOffsetMs;
  const found = answer.parse(await started.callTool('celery_diagnose', args));
  return {
    ...found,
    codes: found.findings.map(({ code }) => code),
    finding: (code: string) => found.findings.find((one) => one.code === code),
    whySkipped: (check: string) => found.skipped.find((one) => one.check === check)?.why,
  };
};

/** A database of a Redis for one test, so that its workers and queues are its own. */
export const databaseOf = ({ url, database }: { url: string; database: number }): string =>
  `${url.replace(/\/\d*$/, '')}/${database}`;

export const freshName = (prefix: string): string => `${prefix}-${randomUUID().slice(0, 8)}`;
