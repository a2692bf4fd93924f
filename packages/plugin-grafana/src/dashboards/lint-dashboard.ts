import { quoted } from '@lineclear/core/plugin';
import type { ExpressionFinding, LintContext } from '../expressions/finding.ts';
import { languageOf } from '../expressions/grammars.ts';
import { lintExpression } from '../expressions/lint-expression.ts';
import { positionOf, replaceSpan } from '../expressions/position.ts';
import { arrayAt, isObject, type JsonObject, objectAt, pathStep, textAt } from '../json/json-value.ts';
import { panelsOf } from './normalise/panels.ts';
import { variableExpression } from './variable-query.ts';

/** A mistake in an expression of a dashboard. */
export interface DashboardExpressionFinding extends ExpressionFinding {
  /** Whose expression it is, such as `panel "Errors"`, `variable "job"`. */
  readonly owner: string;
  /** The panel's title; undefined for variables and annotations. */
  readonly panel: string | undefined;
  /** The JSON path of the expression. */
  readonly path: string;
  readonly expression: string;
}

/** What is known of the servers behind a dashboard's datasources. */
export type DashboardContext = Pick<LintContext, 'metricTypes' | 'scrapeIntervalMs'>;

/** The mistakes in every expression of a normalised dashboard: of its panels, variables and annotations, in their order. */
export const lintDashboard = async ({
  dashboard,
  context = {},
}: {
  dashboard: JsonObject;
  context?: DashboardContext;
}): Promise<readonly DashboardExpressionFinding[]> => {
  const expressions = [...ofPanels(dashboard), ...ofVariables(dashboard), ...ofAnnotations(dashboard)];
  const found = await Promise.all(expressions.map((written) => lint({ written, context })));
  return found.flat();
};

/** The expressions of a dashboard that are in a language which can be checked. */
export const expressionsOf = (
  dashboard: JsonObject,
): readonly { readonly owner: string; readonly path: string; readonly text: string }[] =>
  [...ofPanels(dashboard), ...ofVariables(dashboard), ...ofAnnotations(dashboard)].filter(
    ({ type }) => languageOf(type) !== undefined,
  );

interface Written {
  readonly owner: string;
  readonly panel: string | undefined;
  readonly path: string;
  readonly text: string;
  readonly type: string | undefined;
  readonly use: 'panel' | 'variable' | 'annotation';
  readonly about: string | undefined;
  /** The text around the expression, where it is only a part of what stands at the path. */
  readonly within?: { readonly text: string; readonly offset: number };
}

const lint = async ({
  written,
  context,
}: {
  written: Written;
  context: DashboardContext;
}): Promise<readonly DashboardExpressionFinding[]> => {
  const { owner, panel, path, text, type, use, about } = written;
  const language = languageOf(type);
  if (language === undefined) return [];
  const findings = await lintExpression({
    text,
    language,
    context: { ...context, use, ...(about === undefined ? {} : { about }) },
  });
  return findings.map((finding) => ({
    ...placed({ finding, written }),
    owner,
    panel,
    path,
    expression: written.within?.text ?? text,
  }));
};

/** A finding in a part of a text as one in the whole text. */
const placed = ({ finding, written }: { finding: ExpressionFinding; written: Written }): ExpressionFinding => {
  const { within, text } = written;
  if (within === undefined) return finding;
  const { offset } = within;
  const at = positionOf({ text: within.text, from: finding.at.from + offset, to: finding.at.to + offset });
  if (finding.repaired === undefined) return { ...finding, at };
  return {
    ...finding,
    at,
    repaired: replaceSpan({ text: within.text, span: { from: offset, to: offset + text.length }, by: finding.repaired }),
  };
};

const typeOf = (owner: JsonObject): string | undefined => textAt(objectAt(owner, 'datasource'), 'type');

const ofPanels = (dashboard: JsonObject): readonly Written[] =>
  panelsOf(dashboard).flatMap(({ panel, path }) =>
    arrayAt(panel, 'targets').flatMap((target, index): readonly Written[] => {
      const text = isObject(target) ? textAt(target, 'expr') : undefined;
      if (!isObject(target) || text === undefined) return [];
      const title = textAt(panel, 'title') ?? '';
      return [
        {
          owner: `panel ${quoted(title)}`,
          panel: title,
          path: `${path}.targets${pathStep(index)}.expr`,
          text,
          type: typeOf(target) ?? typeOf(panel),
          use: 'panel',
          about: `${title} ${textAt(panel, 'description') ?? ''}`,
        },
      ];
    }),
  );

const ofVariables = (dashboard: JsonObject): readonly Written[] =>
  arrayAt(objectAt(dashboard, 'templating'), 'list').flatMap((variable, index): readonly Written[] => {
    if (!isObject(variable) || textAt(variable, 'type') !== 'query') return [];
    const expression = variableExpression({ variable, path: `$.templating.list${pathStep(index)}` });
    if (expression === undefined) return [];
    const owner = `variable ${quoted(textAt(variable, 'name') ?? '')}`;
    const { text, path, query, offset } = expression;
    return [
      {
        text,
        path,
        within: { text: query, offset },
        owner,
        panel: undefined,
        type: typeOf(variable),
        use: 'variable',
        about: undefined,
      },
    ];
  });

const ofAnnotations = (dashboard: JsonObject): readonly Written[] =>
  arrayAt(objectAt(dashboard, 'annotations'), 'list').flatMap((annotation, index): readonly Written[] => {
    const text = isObject(annotation) ? textAt(annotation, 'expr') : undefined;
    if (!isObject(annotation) || text === undefined) return [];
    const owner = `annotation ${quoted(textAt(annotation, 'name') ?? '')}`;
    return [
      {
        owner,
        panel: undefined,
        path: `$.annotations.list${pathStep(index)}.expr`,
        text,
        type: typeOf(annotation),
        use: 'annotation',
        about: undefined,
      },
    ];
  });
