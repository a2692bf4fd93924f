import type { Evidence } from '../tasks/evidence.ts';

/** What was to come after the task and does not when it is cancelled, as far as its message is still there to tell. */
export const followersOf = ({ waiting, held }: Evidence): readonly string[] => {
  const body = (waiting?.item.task ?? held?.task)?.body;
  if (body?.readable !== true) return [];
  const { chain, callbacks, chord } = body.embed;
  const next = chain.length + callbacks.length;
  return [
    ...(next === 0
      ? []
      : [`${next === 1 ? '1 task that was' : `${next} tasks that were`} to follow it ${next === 1 ? 'does' : 'do'} not run.`]),
    ...(chord === null ? [] : ['It is part of a chord, whose last task waits for it and does not run.']),
  ];
};
