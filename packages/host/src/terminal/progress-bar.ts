import type { Progress } from '@lineclear/core/plugin';
import type { Output } from '../surroundings.ts';
import { plain } from './plain.ts';

/** A line that shows how far a call is, redrawn in place. Silent where nobody watches. */
export const progressBar = (output: Output): { readonly show: (progress: Progress) => void; readonly clear: () => void } => {
  if (output.isTTY !== true) return { show: () => {}, clear: () => {} };
  let isShown = false;
  return {
    show: ({ progress, total, message = '' }) => {
      isShown = true;
      const share = total === undefined || total <= 0 ? undefined : Math.min(1, Math.max(0, progress / total));
      const bar =
        share === undefined
          ? String(progress)
          : `[${'#'.repeat(Math.round(share * 20)).padEnd(20, '-')}] ${Math.round(share * 100)}%`;
      const line = `${bar} ${plain(message).replaceAll('\n', ' ')}`;
      output.write(`\r\u001B[K${line.slice(0, (output.columns ?? 80) - 1)}`);
    },
    clear: () => {
      if (isShown) output.write('\r\u001B[K');
      isShown = false;
    },
  };
};
