import type { CallContext } from '@lineclear/core/plugin';
import { mayReadResult } from '../access/may-read.ts';
import type { CeleryReader } from '../client/celery-reader.ts';
import { ledgerOf } from '../ledger/ledger.ts';
import type { Evidence } from './evidence.ts';
import { gatherEvidence } from './gather.ts';
import { judge } from './judge.ts';
import { showStatus } from './show-status.ts';
import type { StatusAnswer } from './status-answer.ts';

/** What a look needs of a call. */
export type Looker = Pick<CallContext, 'state' | 'signal' | 'clock' | 'profile' | 'principal'> & {
  readonly reader: CeleryReader;
};

/** One look at one task: what was found, and its words for this caller. */
export interface Look {
  readonly answer: StatusAnswer;
  readonly evidence: Evidence;
  readonly mayRead: boolean;
}

/** Looks once at one task. */
export const lookAtTask = async ({
  looker: { reader, state, signal, clock, profile, principal },
  taskId,
}: {
  looker: Looker;
  taskId: string;
}): Promise<Look> => {
  const evidence = await gatherEvidence({ reader, ledger: ledgerOf(state), taskId, signal, clock });
  const { rules, catalogue } = reader;
  const mayRead = mayReadResult({ rules, profile, principal, ledger: evidence.ledger });
  const resultCharacters = rules.limits.result_characters;
  return {
    answer: showStatus({ evidence, judgement: judge(evidence), catalogue, mayRead, resultCharacters }),
    evidence,
    mayRead,
  };
};
