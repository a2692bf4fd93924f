import type { JsonObject, Plugin } from '@lineclear/core/plugin';
import { checkSecrets } from './check-secrets.ts';
import type { Finding } from './rules.ts';
import type { Stage } from './stage.ts';

/** Arguments that do not fit are refused by the schema, before any handler sees them. */
export const checkBadInput = async ({
  stage,
  plugin,
  subject,
  input,
}: {
  stage: Stage;
  plugin: Plugin;
  subject: string;
  input: JsonObject;
}): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  const open = await stage.call(subject, { ...input, not_a_field: 'x' });
  if (!('error' in open) || open.error.code !== 'invalid_input') {
    findings.push({ rule: 'input_loose', subject, message: 'An unknown field is not refused.' });
  }
  for (const { args, what } of await refusable({ stage, subject, input })) {
    const answer = await stage.call(subject, args);
    if ('error' in answer && answer.error.code === 'invalid_input') continue;
    const got = 'error' in answer ? `${answer.error.code}: ${answer.error.message}` : answer.kind;
    findings.push({ rule: 'bad_input_unhandled', subject, message: `${what} answers ${got}.` });
  }
  return [...findings, ...(await checkSecrets({ stage, plugin, subject }))];
};

/** Variants of an example that the schema refuses, or that make it throw. */
const refusable = async ({ stage, subject, input }: { stage: Stage; subject: string; input: JsonObject }) => {
  const resolved = stage.started.composition.registry.resolve(subject);
  if (!resolved.found) return [];
  const { parse } = resolved.entry;
  const refused = await Promise.all(
    variantsOf(input).map(async (variant) => {
      const isRefused = await Promise.resolve()
        .then(() => parse(variant.args))
        .then(
          (parsed) => !parsed.ok,
          () => true,
        );
      return isRefused ? [variant] : [];
    }),
  );
  return refused.flat();
};

const variantsOf = (input: JsonObject): readonly { args: JsonObject; what: string }[] =>
  Object.keys(input).flatMap((field) => {
    const { [field]: _dropped, ...rest } = input;
    return [
      { args: rest, what: `Without "${field}" it` },
      { args: { ...input, [field]: { not: ['expected'] } }, what: `An object as "${field}"` },
      { args: { ...input, [field]: null }, what: `null as "${field}"` },
      { args: { ...input, [field]: '\u0000' }, what: `A control character as "${field}"` },
      { args: { ...input, [field]: -1.5 }, what: `A negative fraction as "${field}"` },
    ];
  });
