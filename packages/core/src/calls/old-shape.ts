import { isJsonObject, type JsonObject, type JsonValue } from '../plugin/json.ts';
import type { CallDependencies } from './call-dependencies.ts';
import type { CallAnswer } from './types.ts';

/** The answer as an older name of the tool gave it. A mapping that fails must not turn a write that ran into an error: the shape stays then. */
export const inOldShape = ({
  answer,
  output,
  parts,
}: {
  answer: CallAnswer;
  output: (value: JsonObject) => JsonValue;
  parts: Pick<CallDependencies, 'presenter' | 'log'>;
}): CallAnswer => {
  if (answer.kind !== 'value') return answer;
  try {
    const old = output(answer.value);
    return isJsonObject(old) ? parts.presenter.value(old, answer.images) : parts.presenter.bare(old, answer.images);
  } catch (error) {
    parts.log.error({ error }, 'an alias could not map an answer');
    return answer;
  }
};
