import { LineclearError } from '@lineclear/core/plugin';
import { limits } from './limits.ts';

export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * The text is not YAML. Only the place and the parser's code are told, never the text itself: it may be a file
 * that is no template at all.
 */
export const notYaml = ({ problem, line, column }: Place & { problem: string }): LineclearError =>
  new LineclearError('invalid_input', `This is not valid YAML: ${problem} at line ${line}, column ${column}.`, {
    hint: 'Correct that line and call again.',
    details: { reason: 'yaml_parse_error', problem, line, column },
  });

/** The text is larger, deeper or expands to more than is read. */
export const tooLarge = (what: 'text' | 'depth' | 'values' | 'steps'): LineclearError =>
  new LineclearError('invalid_input', sentences[what], {
    hint: 'Split the template, or leave out what is not needed here.',
    details: { reason: 'too_large', what },
  });

const sentences = {
  text: `The template has more than ${limits.textBytes} bytes.`,
  depth: `The template nests values more than ${limits.depth} deep.`,
  values: `The template has more values than are read: ${limits.values} when its aliases are expanded.`,
  steps: `The template has more than ${limits.steps} steps.`,
} as const;
