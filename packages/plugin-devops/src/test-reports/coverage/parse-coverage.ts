import { coberturaStart, parseCobertura } from './cobertura.ts';
import type { Coverage } from './coverage.ts';
import { istanbulStart, parseIstanbul } from './istanbul.ts';
import { lcovStart, parseLcov } from './lcov.ts';

/** Reads a coverage report of istanbul, lcov or cobertura, whichever it is; `undefined` when it is none, or JSON that is too long or broken. */
export const parseCoverage = async ({ text, signal }: { text: string; signal: AbortSignal }): Promise<Coverage | undefined> => {
  if (istanbulStart.test(text)) return parseIstanbul(text);
  if (coberturaStart.test(text.slice(0, headCharacters))) return parseCobertura({ text, signal });
  return lcovStart.test(text.slice(0, headCharacters)) ? parseLcov({ text, signal }) : undefined;
};

const headCharacters = 10_000;
