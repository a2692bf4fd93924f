import type { Finding } from './model.ts';

interface Where {
  readonly what: string;
  readonly line: number;
  readonly step?: string | undefined;
}

export const missingField = ({ what, key, line, step }: Where & { key: string }): Finding => ({
  code: 'MISSING_FIELD',
  severity: 'error',
  message: `${what} has no ${key}.`,
  hint: `Add ${key}.`,
  line,
  ...(step === undefined ? {} : { step }),
});

export const wrongKind = ({ what, wanted, line, step }: Where & { wanted: string }): Finding => ({
  code: 'INVALID_FIELD',
  severity: 'error',
  message: `${what} must be ${wanted}.`,
  hint: `Write ${wanted} there.`,
  line,
  ...(step === undefined ? {} : { step }),
});
