import { confirm, direct, preview } from '../confirm/confirm.ts';
import type { WriteAnswer } from '../confirm/types.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { ControlArguments } from '../registry/types.ts';
import { callCovered } from './covered.ts';
import { judgeAt, riskOf, toWriteCall, type WriteRequest } from './write-call.ts';

/** Previews or confirms a write, or does it at once where the profile says so or a plan covers it. `mayConfirm` is false inside reads and previews. */
export const runWrite = async ({
  controls,
  mayConfirm,
  ...call
}: WriteRequest & { controls: ControlArguments; mayConfirm: boolean }): Promise<WriteAnswer> => {
  const { profile, entry, parts } = call;
  if (entry.coverage !== undefined) return callCovered({ ...call, entry, mayConfirm });
  const write = toWriteCall({ ...call, entry });
  const decision = judgeAt({ call, risk: riskOf(call) });
  if (controls.confirm) {
    if (!mayConfirm) {
      throw new LineclearError('forbidden', 'A read or a preview may preview a write, never confirm it.', {
        details: { reason: 'nested_confirm' },
      });
    }
    const barred = write.barred(riskOf(call));
    if (barred !== undefined) throw barred;
    return confirm({ write, ticket: controls.ticket, parts: parts.confirm });
  }
  const atOnce = mayConfirm && decision.allow === 'allow' && profile.direct.has(entry.name) && profile.tier !== 'production';
  return atOnce ? direct({ write, parts: parts.confirm }) : preview({ write, parts: parts.confirm });
};
