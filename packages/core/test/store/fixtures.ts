import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EventDraft } from '../../src/store/event.ts';
import { memoryStore } from '../../src/store/memory.ts';
import type { Plan } from '../../src/store/plan.ts';
import { sqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import type { PlanCaps, Store } from '../../src/store/store.ts';

/** A new folder that is removed with the test. */
export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'lineclear-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** A store in a new file, closed with the test. */
export const newSqliteStore = async (): Promise<Store> => {
  const store = await sqliteStore({ folder: await newFolder() });
  onTestFinished(() => store.close());
  return store;
};

/** The stores that keep one contract. */
export const stores: readonly { readonly name: string; readonly open: () => Promise<Store> }[] = [
  { name: 'memory', open: async () => memoryStore() },
  { name: 'sqlite', open: newSqliteStore },
];

export const roomy: PlanCaps = { plans: 100, bytes: 1 << 20 };

export const now = Date.parse('2026-03-01T12:00:00.000Z');

export const draft = (fields: Partial<EventDraft> = {}): EventDraft => ({
  event: 'read',
  time: new Date(now).toISOString(),
  principal: 'alice',
  tool: 'task_list',
  plugin: 'tasker',
  profile: 'staging',
  outcome: 'ok',
  ...fields,
});

export const plan = (fields: Partial<Plan> = {}): Plan => {
  const id = fields.id ?? crypto.randomUUID();
  return {
    id,
    ticket: `lct_${id.replaceAll('-', '')}`,
    tool: 'task_cancel',
    definitionHash: 'definition',
    profile: 'staging',
    inputDigest: 'digest',
    principal: 'alice',
    instance: 'host-1',
    guard: '{"status":"running"}',
    risk: 'destructive',
    required: 'client',
    preview: { action: 'task_cancel', warnings: [], before: { status: 'running', name: 'Rechnung' } },
    sealedInput: 'sealed',
    state: 'pending',
    createdAt: now,
    expiresAt: now + 600_000,
    claim: undefined,
    assurance: undefined,
    approver: undefined,
    receipt: undefined,
    ...fields,
  };
};
