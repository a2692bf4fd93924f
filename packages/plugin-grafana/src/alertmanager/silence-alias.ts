import type { Alias } from '@lineclear/core/plugin';
import { renameArguments } from '../aliases/rename-arguments.ts';
import { matcherTexts } from './matcher-texts.ts';

/** The shape of Alertmanager's own API: matchers as objects, `startsAt` and `endsAt`; or a `duration` instead of an end. */
export const silenceArguments: NonNullable<Alias['input']> = (args) => {
  // The author is always the caller.
  const { matchers, duration, created_by: _author, ...rest } = today(args);
  return {
    ...rest,
    ...(matchers !== undefined && { matchers: matcherTexts(matchers) }),
    ...(typeof duration === 'string' && { end: `now+${duration}` }),
  };
};

const today = renameArguments({
  startsAt: 'start',
  starts_at: 'start',
  endsAt: 'end',
  ends_at: 'end',
  createdBy: 'created_by',
  datasourceUid: 'alertmanager',
  datasource_uid: 'alertmanager',
});

/** A silence by whichever name its id has. */
export const silenceIdArguments = renameArguments({
  id: 'silence_id',
  silenceId: 'silence_id',
  silenceID: 'silence_id',
  datasourceUid: 'alertmanager',
  datasource_uid: 'alertmanager',
});
