import type { JsonObject } from '../plugin/json.ts';
import type { Plan, PlanState } from '../store/plan.ts';
import type { Held } from './claim.ts';
import { type ConfirmDependencies, eventOf } from './dependencies.ts';
import type { AnyWriteCall } from './types.ts';

/** Records how an execution ended. Never rejects: the caller must hear what happened, recorded or not. */
export const settle = async ({
  held,
  write,
  parts,
  state,
  receipt,
  message,
}: {
  held: Held;
  write: AnyWriteCall;
  parts: ConfirmDependencies;
  state: 'executed' | 'failed' | 'unknown' | 'stale';
  receipt: JsonObject | undefined;
  message: string | undefined;
}): Promise<{ plan: Plan | undefined; extra: JsonObject }> => {
  const event = eventOf({
    event: state,
    write,
    plan: held.plan,
    clock: parts.clock,
    outcome: state === 'executed' ? 'ok' : state,
    ...(message === undefined ? {} : { details: { reason: message } }),
  });
  const set = { state, receipt, ...(state === 'unknown' ? {} : { sealedInput: undefined }) };
  // Others may have asked the backend too early, while this process could not keep its lease: who saw it happen knows better.
  const from: readonly PlanState[] = state === 'executed' ? ['executing', 'unknown', 'failed'] : ['executing', 'unknown'];
  try {
    const moved = await parts.store.transition({
      id: held.plan.id,
      from,
      fence: held.fence,
      set,
      events: [event],
    });
    if (moved === undefined) await parts.trail.append([{ ...event, details: { ...event.details, late: true } }]);
    else parts.trail.announce(moved.events);
    return { plan: moved?.plan, extra: {} };
  } catch (error) {
    // It ran, and the `confirmed` event stands: the lease runs out and recovery asks the backend. The caller must still hear what happened.
    parts.log.error({ plan: held.plan.id, error }, 'the outcome of a write could not be recorded');
    return { plan: undefined, extra: { recorded: false } };
  }
};
