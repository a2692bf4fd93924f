import { appendText } from './append-text.ts';
import type { AuditHook } from './types.ts';

/**
 * A hook that writes every event of this process to a file (0600) as a line of JSON, for collectors that follow files. Processes may
 * share a file, and it may be rotated away at any time. What cannot be written is missing from the mirror, never from the audit trail.
 */
export const mirror =
  (path: string): AuditHook =>
  async (events) => {
    await appendText({ path, text: events.map((event) => `${JSON.stringify(event)}\n`).join(''), isDurable: false });
  };
