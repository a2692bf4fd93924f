import type { CallOf } from '../confirm/types.ts';
import type { Risk } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { JsonObject } from '../plugin/json.ts';
import { worstRisk } from '../plugin/risk.ts';
import { requiredAssurance } from '../policy/assurance.ts';
import type { Profile } from '../profiles/types.ts';
import type { WriteEntry } from '../registry/types.ts';
import type { CallDependencies } from './call-dependencies.ts';
import { inputDigest, secretsIn, shortened, withoutSecrets } from './input-record.ts';
import { judge } from './judge.ts';
import type { Scope } from './scope.ts';
import type { CallRequest } from './types.ts';

/** A write call that was authorised and parsed. */
export interface WriteRequest<Entry extends WriteEntry = WriteEntry> {
  readonly entry: Entry;
  readonly profile: Profile;
  readonly request: CallRequest;
  /** As received, without the control arguments. */
  readonly args: JsonObject;
  readonly input: unknown;
  readonly scope: (phase: { signal: AbortSignal; mayConfirm: boolean }) => Scope;
  readonly parts: CallDependencies;
}

/** The call as the confirm protocol takes it; also rebuilt from a stored plan, to ask what became of it. */
export const toWriteCall = <Entry extends WriteEntry>(call: WriteRequest<Entry>): CallOf<Entry> => {
  const { entry, profile, request, args, input, parts } = call;
  const secrets = secretsIn(input);
  for (const secret of secrets) parts.redactor.add(secret);
  const kept = withoutSecrets({ args, parsed: input });
  const connection = entry.connection;
  return {
    entry,
    profile,
    by: {
      principal: request.caller.principal.id,
      ...(request.caller.client === undefined ? {} : { client: request.caller.client }),
      ...(request.caller.remoteAddress === undefined ? {} : { remoteAddress: request.caller.remoteAddress }),
      ...(request.traceId === undefined ? {} : { traceId: request.traceId }),
    },
    input,
    digest: inputDigest({ input, key: parts.store.key }),
    shownInput: shortened(parts.redactor.value(kept)),
    keptInput: kept,
    classification: { ...classify(call), risk: riskOf(call) },
    asking: request.asking,
    signal: request.signal,
    assess: (risk) => requiredAssurance({ profile, risk, decision: judgeAt({ call, risk }) }),
    barred: (risk) => {
      const decision = judgeAt({ call, risk });
      if (decision.allow !== 'preview') return undefined;
      return new LineclearError('forbidden', `Policy allows a preview of ${entry.name} here, not its confirmation.`, {
        details: { reason: 'policy', rule: decision.rule },
      });
    },
    context: call.scope,
    reader: async () => (connection === undefined ? undefined : parts.pool.reader(connection, profile.name)),
    writer: async () => (connection === undefined ? undefined : parts.pool.writer(connection, profile.name)),
  };
};

const classify = ({ entry, input, profile }: WriteRequest) =>
  entry.classify?.({ input, profile: { name: profile.name, tier: profile.tier } }) ?? {};

// `classify` may lower the declared risk for one call, never raise it: the annotations promise the worst case.
export const riskOf = (call: WriteRequest): Risk => {
  const { risk } = classify(call);
  return risk === undefined || worstRisk(risk, call.entry.risk) !== call.entry.risk ? call.entry.risk : risk;
};

/** Asks policy about a call at one risk; throws `forbidden` where it is denied. */
export const judgeAt = ({ call, risk }: { call: WriteRequest; risk: Risk }) =>
  judge({
    policy: call.parts.policy,
    entry: call.entry,
    profile: call.profile,
    principal: call.request.caller.principal.id,
    risk,
    classified: classify(call),
  });
