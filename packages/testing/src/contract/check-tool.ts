import { LineclearError } from '@lineclear/core/plugin';
import { checkBadInput } from './check-bad-input.ts';
import { checkCovered } from './check-covered.ts';
import { checkFailures } from './check-failures.ts';
import type { ToolKind } from './check-published.ts';
import { checkRead } from './check-read.ts';
import { checkWrite } from './check-write.ts';
import { narrowed } from './narrowed.ts';
import type { ContractBackend, ContractOptions, Example } from './options.ts';
import type { Finding } from './rules.ts';
import { setStage } from './stage.ts';

/** Everything that the contract asks of one tool at run time. */
export const checkTool = async <Backend extends ContractBackend>({
  options: whole,
  subject,
  kind,
  hasHttp,
}: {
  options: ContractOptions<Backend>;
  subject: string;
  kind: ToolKind;
  hasHttp: boolean;
}): Promise<readonly Finding[]> => {
  const examples = examplesOf({ options: whole, subject });
  const first = examples.find(({ error }) => error === undefined);
  if (first === undefined) return [{ rule: 'example_missing', subject, message: 'No example shows it succeed.' }];
  // An example that calls other tools first may call any of them.
  const isAlone = examples.every(({ before }) => before === undefined);
  const options = isAlone ? { ...whole, plugin: narrowed(whole.plugin, subject) } : whole;
  const check = { read: checkRead, write: checkWrite, covered: checkCovered }[kind];
  const called: Finding[] = [];
  for (const example of examples) called.push(...(await check({ options, subject, example, hasHttp })));
  // What breaks a plain call breaks these for the same reason.
  if (called.length > 0) return unique(called);
  const stage = await setStage(options);
  try {
    const input = await stage.prepare(first);
    const { plugin } = options;
    // What does not fit reaches no handler, so that nothing has happened on the stage when the faults begin.
    return unique([
      ...(await checkBadInput({ stage, plugin, subject, input })),
      ...(await checkFailures({ stage, plugin, subject, input })),
    ]);
  } finally {
    await stage.close();
  }
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
