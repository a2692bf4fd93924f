import type { ProfileInfo } from '@lineclear/core/plugin';
import { checkShown } from '../../text/check-shown.ts';

/**
 * What every preview says: what is touched, in which environment, everything that is sent, and how to undo it; `undo` is null where
 * nothing does. Throws `invalid_input` where it is too long to be shown whole.
 */
export const previewDetails = ({
  profile,
  target,
  sends,
  undo,
}: {
  profile: ProfileInfo;
  target: string;
  sends: Readonly<Record<string, unknown>>;
  undo: string | null;
}) => {
  checkShown({ sent: [JSON.stringify(sends)], hint: 'Send less, or let the machine fetch it by itself.' });
  return { target, profile: profile.name, tier: profile.tier, sends, reversible: undo !== null, undo };
};
