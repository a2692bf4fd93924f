import { type JsonObject, type JsonValue, omit, valueAt } from '../json/json-value.ts';
import type { RuleFinding } from './finding.ts';
import { isThere } from './math.ts';
import { expressionUid, freeLetter } from './rule-data.ts';
import type { Comparison, SplitExpression } from './split-comparison.ts';

/** The steps from a query to a condition, each with a letter, and why they are there. */
export interface Appended {
  readonly steps: readonly JsonObject[];
  readonly condition: string;
  readonly findings: readonly RuleFinding[];
}

/** Gives a query a reduction to one value for each series, and a comparison of that value. */
export const appendCondition = ({
  refId,
  path,
  text,
  split,
  isRange,
  taken,
}: {
  refId: string;
  /** The JSON path of the expression. */
  path: string;
  text: string;
  split: SplitExpression | undefined;
  isRange: boolean;
  taken: ReadonlySet<string | undefined>;
}): Appended => {
  const reduced = freeLetter(taken);
  const condition = freeLetter(new Set([...taken, reduced]));
  const { model, finding } = comparing({ reduced, path, text, split, isRange });
  return {
    steps: [
      expression({ letter: reduced, model: { type: 'reduce', expression: refId, reducer: 'last' } }),
      expression({ letter: condition, model }),
    ],
    condition,
    findings: [
      finding,
      {
        code: 'condition',
        path: '$.condition',
        message: isRange
          ? 'A series over time cannot be a condition: it is reduced to its last value, which is then compared.'
          : 'The condition is a comparison of its own, of one value for each series.',
        before: refId,
        after: condition,
      },
    ],
  };
};

interface Compared {
  readonly model: JsonObject;
  readonly finding: RuleFinding;
}

const comparing = ({
  reduced,
  path,
  text,
  split,
  isRange,
}: {
  reduced: string;
  path: string;
  text: string;
  split: SplitExpression | undefined;
  isRange: boolean;
}): Compared => {
  const comparison = split?.comparison;
  if (comparison !== undefined)
    return {
      model: compare({ reference: reduced, comparison }),
      finding: {
        code: 'comparison',
        path,
        message: `The comparison with ${comparison.limit} becomes the threshold: in the query it leaves no series while all is well, which Grafana takes for no data. No data now means that nothing is measured.`,
        before: text,
        after: comparison.left,
      },
    };
  if (split?.isFilter === true)
    return {
      model: { type: 'math', expression: isThere(reduced) },
      finding: {
        code: 'filter',
        path,
        message:
          'What the query compares stays in it, because it is not one comparison with a number: the alert fires for every series that is left, whatever its value.',
        before: text,
        after: text,
      },
    };
  const limit = { code: 'threshold', path: '$.data', before: undefined };
  if (isRange || split?.isTruth === true)
    return {
      model: compare({ reference: reduced, comparison: { left: '', operator: '>', limit: 0 } }),
      finding: {
        ...limit,
        message:
          split?.isTruth === true
            ? 'With bool the query is 0 or 1 for each series: the alert fires above 0.'
            : 'Nothing says what the value is compared with: above 0.',
        after: '> 0',
      },
    };
  return {
    model: compare({ reference: reduced, comparison: { left: '', operator: '!=', limit: 0 } }),
    finding: {
      ...limit,
      message: 'Nothing says what the value is compared with: every value but 0 fires, as Grafana reads it.',
      after: '!= 0',
    },
  };
};

// The others came to thresholds late; a formula has always known them.
const types: Readonly<Record<string, string>> = { '>': 'gt', '<': 'lt' };

const compare = ({ reference, comparison }: { reference: string; comparison: Comparison }): JsonObject => {
  const { operator, limit } = comparison;
  const type = types[operator];
  if (type === undefined) return { type: 'math', expression: `$${reference} ${operator} ${limit}` };
  const condition = {
    type: 'query',
    evaluator: { type, params: [limit] },
    operator: { type: 'and' },
    query: { params: [] },
    reducer: { type: 'last', params: [] },
  };
  return { type: 'threshold', expression: reference, conditions: [condition] };
};

const expression = ({ letter, model }: { letter: string; model: JsonObject }): JsonObject => {
  const conditions: JsonValue | undefined = valueAt(model, 'conditions');
  return {
    refId: letter,
    queryType: '',
    datasourceUid: expressionUid,
    relativeTimeRange: { from: 0, to: 0 },
    model: {
      ...omit(model, ['conditions']),
      refId: letter,
      datasource: { type: expressionUid, uid: expressionUid },
      ...(conditions === undefined ? {} : { conditions }),
      intervalMs: 1_000,
      maxDataPoints: 43_200,
    },
  };
};
