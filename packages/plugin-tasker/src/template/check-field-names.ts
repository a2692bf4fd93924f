import type { Finding } from './model.ts';
import type { YamlMap } from './yaml-value.ts';
import { valueAt } from './yaml-value.ts';

/** Findings about fields of a step that the server reads over, which is what a misspelt name comes to. */
export const checkFieldNames = ({ value, name }: { value: YamlMap; name: string }): readonly Finding[] =>
  Object.entries(known).flatMap(([part, fields]) => {
    const map = part === '' ? value : valueAt(value, part);
    if (map?.kind !== 'map') return [];
    return [...map.entries]
      .filter(([key]) => !fields.includes(key))
      .map(([, entry]): Finding => ({
        code: 'UNKNOWN_FIELD',
        severity: 'info',
        message: `${part === '' ? 'Step' : `The ${part} of step`} "${name}" has a field that the server does not read.`,
        hint: `Check its spelling; the fields are ${fields.join(', ')}.`,
        step: name,
        line: entry.line,
      }));
  });

// Of the server's StepDefinition, HandlerDefinition and RetryConfiguration. The published schema says `limit` for max_attempts.
const known: Readonly<Record<string, readonly string[]>> = {
  '': [
    'name',
    'description',
    'handler',
    'type',
    'step_type',
    'system_dependency',
    'dependencies',
    'depends_on',
    'retry',
    'timeout_seconds',
    'publishes_events',
    'batch_config',
    'result_schema',
    'input_schema',
    'composition',
    'metadata',
  ],
  handler: ['callable', 'method', 'resolver', 'initialization'],
  retry: ['retryable', 'max_attempts', 'backoff', 'backoff_base_ms', 'max_backoff_ms'],
};
