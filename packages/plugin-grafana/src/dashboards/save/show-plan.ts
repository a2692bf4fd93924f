import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { diffDashboards } from '../diff-dashboards.ts';
import { shown } from '../diff-values.ts';
import type { DashboardFinding } from '../normalise/finding.ts';
import type { StoredDashboard } from '../store/stored-dashboard.ts';
import type { DashboardExpressionFinding } from '../lint-dashboard.ts';
import type { PreparedDashboard, TargetFolder } from './plan-save.ts';

/** Everything that was found in a dashboard on its way. */
export interface Found extends Pick<PreparedDashboard, 'findings'> {
  readonly expressions: readonly DashboardExpressionFinding[];
}

const mostFindings = 30;
const mostWarnings = 12;
const longestExpression = 500;
const longestValue = 200;

/** One line for everything that a save does. */
export const changeLines = ({
  before,
  after,
  folder,
  from,
}: {
  before: JsonObject | undefined;
  after: JsonObject;
  folder: TargetFolder;
  from: StoredDashboard | undefined;
}): readonly string[] => {
  const { lines, left_out: leftOut } = diffDashboards({ before, after });
  return [
    ...(folder.isNew ? [`+ folder ${shown(folder.title)} (${folder.uid})`] : []),
    ...(from === undefined || from.folderUid === folder.uid
      ? []
      : [`~ moves from folder ${shown(from.folderUid)} to ${shown(folder.uid)}`]),
    ...lines,
    ...(leftOut > 0 ? [`… and ${leftOut} more`] : []),
  ];
};

/** What was put right, what only the author can put right, and the mistakes in expressions, which stay as they are. */
export const findingsOf = ({ findings, expressions }: Found) => {
  const [changed, advice] = [findings.filter(isChange), findings.filter((finding) => !isChange(finding))];
  return {
    normalised: changed.slice(0, mostFindings).map(({ code, path, message, before, after }) => ({
      code,
      path,
      message,
      ...(before !== undefined && { before: brief(before) }),
      ...(after !== undefined && { after: brief(after) }),
    })),
    advice: advice.slice(0, mostFindings).map(({ code, path, message }) => ({ code, path, message })),
    expressions: expressions.slice(0, mostFindings).map(({ code, severity, message, owner, path, expression, repaired }) => ({
      code,
      severity,
      message,
      owner,
      path,
      expression: expression.slice(0, longestExpression).toWellFormed(),
      ...(repaired !== undefined && { repaired: repaired.slice(0, longestExpression).toWellFormed() }),
    })),
    findings_left_out:
      Math.max(0, changed.length - mostFindings) +
      Math.max(0, advice.length - mostFindings) +
      Math.max(0, expressions.length - mostFindings),
  };
};

/** What whoever confirms has to know. */
export const planWarnings = ({ findings, expressions, folder }: Found & { folder: TargetFolder }): readonly string[] => {
  const all = [
    ...(folder.isNew ? [`The folder ${shown(folder.uid)} does not exist: it is made first.`] : []),
    ...findings
      .filter((finding) => !isChange(finding) && finding.code !== 'schema_version_old')
      .map(({ path, message }) => `${path}: ${message}`),
    ...expressions
      .filter(({ severity }) => severity !== 'info')
      .map(({ owner, message, repaired }) => `${owner}: ${message}${repaired === undefined ? '' : ` Rather: ${repaired}`}`),
  ];
  return all.length <= mostWarnings
    ? all
    : [...all.slice(0, mostWarnings), `… and ${all.length - mostWarnings} more in details.`];
};

/** Who saved last, for a decision about replacing it. */
export const lastChange = ({ version, updatedAt, updatedBy }: StoredDashboard) => ({
  version,
  ...(updatedBy !== undefined && { by: updatedBy }),
  ...(updatedAt !== undefined && { at: updatedAt }),
});

/** Findings with the same text before and after are advice. */
const isChange = ({ before, after }: DashboardFinding): boolean => JSON.stringify(before) !== JSON.stringify(after);

const brief = (value: JsonValue): JsonValue => (JSON.stringify(value).length <= longestValue ? value : shown(value));
