import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkTemplate } from './templates.ts';

const codesOf = (template: string) => checkTemplate({ template, refIds: new Set(['A', 'B']) }).map(({ code }) => code);

test.each([
  'plain {"json": {"a": 1}}',
  '{{ $labels.job }} is at {{ $values.A.Value | printf "%.2f" }}',
  '{{ $values.B }} {{ humanizePercentage $values.A.Value }}',
  '{{ range $k, $v := $labels -}}{{ $k }}={{ $v }}{{ end }}',
  '{{- with $labels.pod }}{{ . }}{{ else }}none{{ end -}}',
  '{{ if and (gt $values.A.Value 1.0) (ne $labels.a "}}") }}x{{ else if true }}y{{ end }}',
  '{{ define "t" }}{{ .Labels.x }}{{ end }}{{ template "t" . }}',
  '{{ index $labels "instance.name" }} {{ len `}}` }}',
  `{{/* it's "here" }} */}}`,
  '{{ externalURL }}/{{ reReplaceAll "a(.*)" "$1" $labels.x }}',
])('%s is right', (template) => {
  expect(codesOf(template)).toEqual([]);
});

test.each([
  ['{{ $labels.job }', 'template_braces'],
  ['{{ {{ $labels.job }} }}', 'template_braces'],
  ['{{ "open }}', 'template_braces'],
  ['{{ job }}', 'template_function'],
  ['{{ $labels.job | upcase }}', 'template_function'],
  ['{{ if $labels.job }}', 'template_block'],
  ['{{ end }}', 'template_block'],
  ['{{ $values.C.Value }}', 'template_reference'],
  ['{{ $value }}', 'template_value'],
])('%s is wrong: %s', (template, code) => {
  expect(codesOf(template)).toEqual([code]);
});

test('no template makes the check throw, or run away', () => {
  const pieces = [
    '{{',
    '}}',
    '/*',
    '*/',
    '"',
    '`',
    '\\',
    ' ',
    '$labels.a',
    '$values.C',
    'if',
    'end',
    'foo',
    '|',
    '-',
    '{',
    '}',
    '\n',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 200 }).map((parts) => parts.join('')),
      (template) => Array.isArray(codesOf(template)),
    ),
  );
  for (const piece of pieces) expect(Array.isArray(codesOf(`{{${piece.repeat(1_900 / piece.length)}`))).toBe(true);
  // Comments that could be read as one long one made the search take for ever.
  expect(codesOf(`{{${'/**/'.repeat(900)}`)).toEqual(['template_braces']);
});
