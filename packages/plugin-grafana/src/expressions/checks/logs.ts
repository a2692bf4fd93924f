import type { Check, Draft, Subject } from '../finding.ts';
import type { Call, Selector, Stage } from '../model.ts';
import { replaceSpan, textOf } from '../position.ts';

/** Finds LogQL that Loki refuses although its grammar is right, and line filters that say less than they seem to. */
export const checkLogs: Check = (subject) =>
  subject.nodes.flatMap((node) => {
    if (node.kind === 'call') return checkUnwrap({ subject, node });
    return node.kind === 'selector' ? checkFilters({ subject, node }) : [];
  });

const needsUnwrap = /^(?:(?:sum|avg|min|max|stddev|stdvar|quantile|first|last)_over_time|rate_counter)$/;

const checkUnwrap = ({ subject, node }: { subject: Subject; node: Call }): readonly Draft[] => {
  if (!needsUnwrap.test(node.name)) return [];
  const selector = subject.nodes.find(
    (inner): inner is Selector => inner.kind === 'selector' && inner.from >= node.from && inner.to <= node.to,
  );
  if (selector === undefined || selector.isTemplated || selector.stages.some(({ kind }) => kind === 'unwrap')) return [];
  return [
    {
      code: 'unwrap_missing',
      severity: 'error',
      message: `${node.name} needs the number that it is about: add "| unwrap <label>" before the range; Loki refuses it without.`,
      span: node,
    },
  ];
};

const level = /^(?:error|exception|warn|warning|fatal|panic|critical|failed|failure|timeout)$/i;

const checkFilters = ({ subject, node }: { subject: Subject; node: Selector }): readonly Draft[] =>
  node.stages.flatMap((stage) => {
    if (stage.kind !== 'line_filter' || stage.value === undefined) return [];
    if (isAlwaysTrue(stage))
      return [
        {
          code: 'filter_matches_all',
          severity: 'info' as const,
          message: `Every line fits ${JSON.stringify(stage.value)}: the filter makes no difference.`,
          span: stage,
          repaired: withoutStage({ text: subject.text, stage }),
        },
      ];
    if (stage.operator !== '|=' || !level.test(stage.value)) return [];
    return [
      {
        code: 'line_filter_case',
        severity: 'info' as const,
        message: `|= tells capitals from small letters: lines with ${JSON.stringify(otherCase(stage.value))} are left out.`,
        span: stage,
        repaired: replaceSpan({ text: subject.text, span: stage, by: `|~ ${JSON.stringify(`(?i)${stage.value}`)}` }),
      },
    ];
  });

const isAlwaysTrue = ({ operator, value }: Stage): boolean =>
  (operator === '|=' && value === '') ||
  (operator === '|~' && value !== undefined && (value === '' || /^\^?\.\*\$?$/.test(value)));

const otherCase = (word: string): string => (word === word.toLowerCase() ? word.toUpperCase() : word.toLowerCase());

const withoutStage = ({ text, stage }: { text: string; stage: Stage }): string => {
  const blank = /\s*$/.exec(textOf({ text, span: { from: 0, to: stage.from } }))?.[0].length ?? 0;
  return replaceSpan({ text, span: { from: stage.from - blank, to: stage.to }, by: '' });
};
