import type { AuditTrail, JsonObject } from '@lineclear/core';
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
  const record = async (event: 'started' | 'stopped'): Promise<void> => {
    try {
      // Which approvers a server pinned decides which signatures it took.
      const approvers = (await parts.approvers()).map(({ name }) => name);
      await audit.append([
        { event, time: new Date(clock.now()).toISOString(), principal: user, details: { ...details, approvers } },
      ]);
    } catch (error) {
      parts.log.warn({ error, event }, 'the audit trail does not have this');
    }
  };
  const started = record('started');
  return async () => {
    await started;
    await record('stopped');
  };
};
