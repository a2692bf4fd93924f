import {
  arrayAt,
  isObject,
  type JsonObject,
  type JsonValue,
  objectAt,
  pathStep,
  textAt,
  valueAt,
} from '../../json/json-value.ts';
import { type References, toReference } from './datasource-reference.ts';
import { type DashboardFinding, each, type Outcome, unchanged } from './finding.ts';
import { hasOpenBraces, toLegendTemplate } from './legend-template.ts';

/** Annotation queries refer to datasources by type and uid, are on unless they say otherwise, and have templates that can be filled in. */
export const refineAnnotations = (dashboard: JsonObject, references: References): Outcome => {
  const annotations = objectAt(dashboard, 'annotations');
  const refined = each<JsonValue>(arrayAt(annotations, 'list'), (annotation, index) =>
    isObject(annotation)
      ? refineAnnotation({ annotation, path: `$.annotations.list${pathStep(index)}`, references })
      : unchanged(annotation),
  );
  return refined.findings.length === 0
    ? unchanged(dashboard)
    : { value: { ...dashboard, annotations: { ...annotations, list: refined.value } }, findings: refined.findings };
};

const refineAnnotation = ({
  annotation,
  path,
  references,
}: {
  annotation: JsonObject;
  path: string;
  references: References;
}): Outcome => {
  const reference = toReference({ value: valueAt(annotation, 'datasource'), path: `${path}.datasource`, references });
  const findings: DashboardFinding[] = [...reference.findings];
  let value: JsonObject = reference.value === undefined ? annotation : { ...annotation, datasource: reference.value };
  const set = ({ key, after, code, message }: { key: string; after: JsonValue; code: string; message: string }): void => {
    findings.push({ code, path: `${path}.${key}`, message, before: valueAt(value, key), after });
    value = { ...value, [key]: after };
  };
  if (typeof valueAt(annotation, 'enable') !== 'boolean')
    set({
      key: 'enable',
      after: true,
      code: 'annotation_enable',
      message: 'An annotation query that does not say that it is on is off.',
    });
  if ((textAt(annotation, 'name') ?? '') === '')
    set({
      key: 'name',
      after: 'Annotations',
      code: 'annotation_name',
      message: 'An annotation query has a name, which people switch it off by.',
    });
  for (const key of ['titleFormat', 'textFormat']) {
    const before = textAt(annotation, key);
    if (before === undefined) continue;
    const after = toLegendTemplate(before);
    if (after !== before)
      set({
        key,
        after,
        code: 'annotation_template',
        message: 'Annotations name labels as {{name}}; the templates of alerts mean nothing there.',
      });
    if (hasOpenBraces(after))
      findings.push({
        code: 'annotation_template',
        path: `${path}.${key}`,
        message: 'Braces open and do not close, so the text is shown as it is.',
        before,
        after: before,
      });
  }
  return findings.length === 0 ? unchanged(annotation) : { value, findings };
};
