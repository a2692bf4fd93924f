import type { AuditTrail, EventDraft, JsonObject } from '@lineclear/core';
import type { Parts } from './parts.ts';

/**
 * Records that a server started, and yields how to record that it stopped: a trail that has one without the other shows where a process
 * was killed. Neither holds anything up: a store that cannot be written is reported by every call that needs it.
 */
export const recordServing = ({
  audit,
  parts,
  details,
}: {
  audit: AuditTrail;
  parts: Parts;
  details: JsonObject;
}): (() => Promise<void>) => {
  const { clock, user } = parts.surroundings;
  const draftOf = async (event: 'started' | 'stopped'): Promise<EventDraft> => {
    // Which approvers a server pinned decides which signatures it took.
    const approvers = (await parts.approvers()).map(({ name }) => name);
    return { event, time: new Date(clock.now()).toISOString(), principal: user, details: { ...details, approvers } };
  };
  // Queued, so that it is written before whatever becomes durable: its own sync of the disk would delay the first answer.
  const started = told({ event: 'started', parts, work: async () => audit.record(await draftOf('started')) });
  return async () => {
    await started;
    await told({ event: 'stopped', parts, work: async () => audit.append([await draftOf('stopped')]) });
  };
};

const told = async ({
  event,
  parts: { log },
  work,
}: {
  event: EventDraft['event'];
  parts: Parts;
  work: () => Promise<unknown>;
}): Promise<void> => {
  try {
    await work();
  } catch (error) {
    log.warn({ error, event }, 'the audit trail does not have this');
  }
};
