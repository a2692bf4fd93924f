import { LineclearError } from '@lineclear/core/plugin';
import { checkBadInput } from './check-bad-input.ts';
import { checkCovered } from './check-covered.ts';
import { checkFailures } from './check-failures.ts';
import { checkRead } from './check-read.ts';
import { checkWrite } from './check-write.ts';
import type { ContractBackend, ContractOptions, Example } from './options.ts';
import type { Finding } from './rules.ts';
import { setStage } from './stage.ts';

/** Everything that the contract asks of one tool at run time. */
export const checkTool = async <Backend extends ContractBackend>({
  options,
  subject,
}: {
  options: ContractOptions<Backend>;
  subject: string;
}): Promise<readonly Finding[]> => {
  const kind = await kindOf({ options, subject });
  // An example without a tool is found with the list of tools.
  if (kind === undefined) return [];
  const examples = examplesOf({ options, subject });
  const first = examples.find(({ error }) => error === undefined);
  if (first === undefined) return [{ rule: 'example_missing', subject, message: 'No example shows it succeed.' }];
  const check = { read: checkRead, write: checkWrite, covered: checkCovered }[kind];
  const called: Finding[] = [];
  for (const example of examples) called.push(...(await check({ options, subject, example })));
  // What breaks a plain call breaks these for the same reason.
  if (called.length > 0) return unique(called);
  return unique([
    ...(await checkBadInput({ options, subject, example: first })),
    ...(await checkFailures({ options, subject, example: first })),
  ]);
};

/** The examples of one tool. */
export const examplesOf = <Backend extends ContractBackend>({
  options,
  subject,
}: {
  options: ContractOptions<Backend>;
  subject: string;
}): readonly Example<Backend>[] => {
  const given = options.examples[subject];
  if (given === undefined) return [];
  return isList(given) ? given : [given];
};

const isList = <Value>(value: Value | readonly Value[]): value is readonly Value[] => Array.isArray(value);

const kindOf = async <Backend extends ContractBackend>({
  options,
  subject,
}: {
  options: ContractOptions<Backend>;
  subject: string;
}) => {
  const stage = await setStage(options);
  try {
    const resolved = stage.started.composition.registry.resolve(subject);
    if (!resolved.found) return undefined;
    const { entry } = resolved;
    return entry.kind === 'write' && entry.coverage !== undefined ? 'covered' : entry.kind;
  } finally {
    await stage.close();
  }
};

// The same defect shows in several calls; the first one tells it.
const unique = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(
    ({ rule, subject }, index) => findings.findIndex((other) => other.rule === rule && other.subject === subject) === index,
  );

/** What stopped a composition, in words. */
export const compositionMessage = (error: unknown): string => {
  if (!LineclearError.is(error)) return String(error);
  return error.details === undefined ? error.message : `${error.message} ${JSON.stringify(error.details)}`;
};
