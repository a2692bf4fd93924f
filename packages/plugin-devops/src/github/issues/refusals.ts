import { LineclearError } from '@lineclear/core/plugin';

interface Refused {
  readonly refusal?: LineclearError;
}

/** The part of a preview that refuses to write below what is locked. */
export const lockedRefusal = ({ number, isLocked }: { number: number; isLocked: boolean }): Refused =>
  isLocked
    ? {
        refusal: new LineclearError('conflict', `The conversation of #${number} is locked.`, {
          hint: 'Somebody who may write to the repository can unlock it on GitHub.',
          details: { reason: 'locked' },
        }),
      }
    : {};

/** The part of a preview that refuses to send what is so already. */
export const unchangedRefusal = ({ what, isChanged }: { what: string; isChanged: boolean }): Refused =>
  isChanged
    ? {}
    : {
        refusal: new LineclearError('conflict', `${what} is like that already.`, {
          hint: 'There is nothing to do; read it to see its state.',
          details: { reason: 'nothing_to_change' },
        }),
      };
