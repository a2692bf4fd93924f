import type { ExpressionFinding, LintContext } from './finding.ts';
import type { Language } from './grammars.ts';
import { lintExpression } from './lint-expression.ts';

export interface Repair {
  readonly text: string;
  /** What was repaired, in the order in which it was done. */
  readonly applied: readonly ExpressionFinding[];
  /** What is left, at its place in the repaired text. */
  readonly left: readonly ExpressionFinding[];
}

/** Repairs one mistake after the other, looking anew after each, because one repair moves or removes the next. */
export const repairExpression = async ({
  text,
  language,
  context = {},
}: {
  text: string;
  language: Language;
  context?: LintContext;
}): Promise<Repair> => {
  const applied: ExpressionFinding[] = [];
  let repaired = text;
  let left = await lintExpression({ text: repaired, language, context });
  for (let round = 0; round < rounds; round += 1) {
    const next = left.find((finding) => finding.repaired !== undefined && finding.severity !== 'info');
    if (next?.repaired === undefined) break;
    applied.push(next);
    repaired = next.repaired;
    left = await lintExpression({ text: repaired, language, context });
  }
  return { text: repaired, applied, left };
};

const rounds = 20;
