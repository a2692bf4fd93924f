import { planEvent } from '../confirm/dependencies.ts';
import { recoverPlan } from '../confirm/recover.ts';
import type { AnyWriteCall } from '../confirm/types.ts';
import { open } from '../digest/seal.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { Plan } from '../store/plan.ts';
import type { CallDependencies } from './call-dependencies.ts';
import { Scope } from './scope.ts';
import { toWriteCall } from './write-call.ts';

/** What a sweep of the store did. */
export interface Recovered {
  readonly returned: number;
  readonly unknown: number;
  readonly reconciled: number;
  readonly expired: number;
}

/**
 * Ends what nobody holds any more: pending plans past their time, and plans whose holder stopped and whose lease ran out.
 * Plans of living processes are left alone. Runs at start and then once per lease.
 */
export const recoverAll = async (parts: CallDependencies): Promise<Recovered> => {
  const counts = { returned: 0, unknown: 0, reconciled: 0, expired: 0 };
  const now = parts.clock.now();
  for (const plan of await parts.store.plans({ states: ['pending'], limit: 10_000 })) {
    if (plan.expiresAt <= now && (await expire({ plan, parts }))) counts.expired += 1;
  }
  for (const plan of await parts.store.plans({ states: ['claimed', 'executing'], limit: 10_000 })) {
    if (plan.claim !== undefined && plan.claim.leaseUntil >= now) continue;
    const after = await recoverPlan({ plan, write: await rebuild({ plan, parts }), parts: parts.confirm });
    if (after.state === 'pending') counts.returned += 1;
    else if (after.state === 'unknown') counts.unknown += 1;
    else if (after.state !== plan.state) counts.reconciled += 1;
  }
  return counts;
};

const expire = async ({ plan, parts }: { plan: Plan; parts: CallDependencies }): Promise<boolean> => {
  const moved = await parts.store.transition({
    id: plan.id,
    from: ['pending'],
    set: { state: 'expired', sealedInput: undefined },
    events: [planEvent({ event: 'expired', plan, clock: parts.clock, outcome: 'expired' })],
  });
  if (moved !== undefined) parts.trail.announce(moved.events);
  return moved !== undefined;
};

// The call that the plan came from, as far as it can be made again here: only to ask the tool what happened.
const rebuild = async ({ plan, parts }: { plan: Plan; parts: CallDependencies }): Promise<AnyWriteCall | undefined> => {
  const resolved = parts.registry.resolve(plan.tool);
  const profile = parts.profiles.get(plan.profile);
  if (!resolved.found || resolved.entry.kind !== 'write' || profile === undefined || plan.sealedInput === undefined)
    return undefined;
  const { entry } = resolved;
  if (entry.connection !== undefined && !profile.connections.has(entry.connection.id)) return undefined;
  const text = open({ key: parts.store.key, sealed: plan.sealedInput, context: `input:${plan.id}` });
  if (text === undefined) return undefined;
  const args: JsonObject = JSON.parse(text);
  const parsed = await entry.parse(args);
  if (!parsed.ok) return undefined;
  const principal = { id: plan.principal };
  return toWriteCall({
    entry,
    profile,
    args,
    input: parsed.value,
    parts,
    request: {
      tool: plan.tool,
      args,
      caller: { principal, profile: plan.profile, transport: 'embedded' },
      asking: { mode: 'none' },
      signal: new AbortController().signal,
    },
    scope: ({ signal }) =>
      new Scope({
        plugin: entry.plugin,
        profile,
        principal,
        log: parts.log,
        clock: parts.clock,
        store: parts.store,
        trail: parts.trail,
        progress: () => {},
        nested: () => Promise.reject(new TypeError('a recovery calls no other tool')),
        signal,
      }),
  });
};
