import type { Progress } from '@lineclear/core/plugin';
import type { StatusAnswer } from './status-answer.ts';

// Values have to grow with each notification; a change of state alone is no step forward.
const hair = 1e-3;

/** Tells a caller how far a task says that it is, and into which state it came. Nothing is said twice. */
export const progressVoice = ({ progress }: { progress: (progress: Progress) => void }) => {
  let value = -hair;
  let said: string | undefined;
  const say = ({ percent, message }: { percent: number | null; message: string }): void => {
    const line = `${percent ?? ''} ${message}`;
    if (line === said) return;
    said = line;
    value = Math.max(value + hair, percent ?? 0);
    progress({ progress: value, total: 100, message });
  };
  return {
    /** What a look found. */
    state: ({ state, position, progress: reported }: StatusAnswer): void => {
      const place = state === 'queued' && position !== null ? `queued at position ${position}` : state;
      // A task that has succeeded has come all the way, whatever it reported last.
      say({ percent: state === 'success' ? 100 : (reported?.percent ?? null), message: reported?.message ?? place });
    },
    /** What the task reported meanwhile. */
    report: ({ percent, message }: NonNullable<StatusAnswer['progress']>): void =>
      say({ percent, message: message ?? 'running' }),
  };
};
