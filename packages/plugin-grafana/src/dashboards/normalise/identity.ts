import { LineclearError } from '@lineclear/core/plugin';
import { type JsonObject, numberAt, objectAt, textAt, valueAt } from '../../json/json-value.ts';
import { type Outcome, unchanged } from './finding.ts';
import { needsMigration } from './migrations.ts';
import { isUid } from '../../schemas/uid.ts';
import { slugOf } from './slug.ts';

/** The version that Grafana 13 writes. */
export const schemaVersion = 42;

/** A title there must be; the uid comes from it where there is none that Grafana accepts. Throws `invalid_input` without a title. */
export const giveUid = (dashboard: JsonObject): Outcome => {
  const title = textAt(dashboard, 'title')?.trim() ?? '';
  if (title === '')
    throw new LineclearError('invalid_input', 'The dashboard has no title.', {
      hint: 'Add title to the dashboard: its uid and its address come from it.',
      details: { reason: 'title', path: '$.title' },
    });
  const before = valueAt(dashboard, 'uid');
  if (typeof before === 'string' && isUid(before)) return unchanged(dashboard);
  const after = slugOf(typeof before === 'string' && before !== '' ? before : title) || slugOf(title);
  // A title of signs only: Grafana makes up a uid, which is better than one that says nothing.
  if (after === '') return unchanged(dashboard);
  const message =
    before === undefined || before === null || before === ''
      ? 'The uid comes from the title, so that links to the dashboard stay true.'
      : 'Grafana accepts at most 40 letters, digits, - and _ in a uid.';
  return { value: { ...dashboard, uid: after }, findings: [{ code: 'uid', path: '$.uid', message, before, after }] };
};

/** The newest version where none is said, and where no older shape is left that Grafana itself would have to migrate. */
export const giveSchemaVersion = (dashboard: JsonObject): Outcome => {
  const before = valueAt(dashboard, 'schemaVersion');
  const version = numberAt(dashboard, 'schemaVersion');
  if (version !== undefined && version >= schemaVersion) return unchanged(dashboard);
  const path = '$.schemaVersion';
  if (version !== undefined && needsMigration({ dashboard, version }))
    return {
      value: dashboard,
      findings: [
        {
          code: 'schema_version_old',
          path,
          message:
            'The dashboard has shapes of an older version; it keeps its number, and Grafana migrates them when it opens it.',
          before,
          after: before,
        },
      ],
    };
  const message = `Without the current version Grafana takes the dashboard for an old one and migrates it at every opening.`;
  return {
    value: { ...dashboard, schemaVersion },
    findings: [{ code: 'schema_version', path, message, before, after: schemaVersion }],
  };
};

/** The range and the refresh that Grafana itself begins with. */
export const giveTimes = (dashboard: JsonObject): Outcome => {
  const time = objectAt(dashboard, 'time');
  const complete = { ...time, from: textAt(time, 'from') ?? 'now-6h', to: textAt(time, 'to') ?? 'now' };
  const isComplete = textAt(time, 'from') !== undefined && textAt(time, 'to') !== undefined;
  const refresh = valueAt(dashboard, 'refresh');
  const isRefresh = typeof refresh === 'string' && /^(?:|auto|\d+(?:ms|[smhd]))$/.test(refresh);
  return {
    value: { ...dashboard, ...(isComplete ? {} : { time: complete }), ...(isRefresh ? {} : { refresh: '' }) },
    findings: [
      ...(isComplete
        ? []
        : [
            {
              code: 'time',
              path: '$.time',
              message: 'A dashboard opens with a time range: the last six hours, as in Grafana.',
              before: valueAt(dashboard, 'time'),
              after: complete,
            },
          ]),
      ...(isRefresh
        ? []
        : [
            {
              code: 'refresh',
              path: '$.refresh',
              message:
                refresh === undefined
                  ? 'No refresh is given: off, as in Grafana.'
                  : 'The refresh is no duration such as 30s: off.',
              before: refresh,
              after: '',
            },
          ]),
    ],
  };
};
