/**
 * A template whose names and texts try to get out of every comment, string and identifier of the four languages.
 * `INJECTED` must never stand in the generated code outside comments and strings.
 */
export const hostileTemplate = (): string =>
  JSON.stringify({
    name: 'class`; INJECTED();',
    namespace_name: 'shop',
    version: '1.0.0',
    steps: [...words.split(' '), ...attacks].map(step),
  });

const words =
  'class def end import return None self type fn await raise hash context handlers result expect it Types Steps ' +
  '__proto__ constructor 1st_step 9 _ größe 数据 😀 a-b a_b aB';

const attacks = [
  'a b',
  'x"]; INJECTED(); //',
  "x'); INJECTED(); #",
  'x\nINJECTED()\n',
  'x*/ INJECTED() /*',
  '"""\nINJECTED()\n"""',
  'x #{INJECTED} #$0 #@a',
  'x\u2028INJECTED()',
  'x\r\nINJECTED()',
  'x\\',
  'x\\"; INJECTED(); "',
  '=begin\nINJECTED\n=end',
  '${INJECTED}',
  '{INJECTED}',
  'r#"INJECTED"#',
  'x".to_string()); INJECTED(); ("',
  '%(INJECTED)',
  '<%= INJECTED %>',
  'lone \uD800',
  '\u202Egnp.exe',
  'y'.repeat(300),
];

const kinds = ['standard', 'decision', 'batchable', 'batch_worker', 'deferred_convergence'];
const parents = ['class', 'def', '__proto__', 'x\nINJECTED()\n', 'no such "step"'];

const step = (name: string, index: number): object => ({
  name,
  description: `${name}\nINJECTED() # type: ignore */ @ts-ignore coding: utf-7 pylint: disable=all`,
  handler: { callable: index % 3 === 0 ? `m.${index}` : name },
  type: kinds[index % kinds.length],
  dependencies: parents.filter((parent) => parent !== name),
  batch_config: index % 10 === 2 ? { worker_template: name } : undefined,
  result_schema: index % 4 === 3 ? undefined : schema(name),
});

const fields = [
  '__proto__',
  'class',
  'copy',
  'json',
  'model_dump',
  'str',
  'list',
  'type',
  'self',
  '1a',
  '',
  'a b',
  'a-b',
  'a"b',
  "a'b",
  'a\nb',
  'a#{INJECTED}',
];

const schema = (name: string): object => ({
  type: 'object',
  required: ['__proto__', 'class', 'a"b', 'a#{INJECTED}', name, '1a'],
  properties: Object.fromEntries([
    [name, { type: 'string', description: name }],
    ...fields.map((field, index): [string, object] => [field, types[index % types.length] ?? {}]),
  ]),
});

const types: readonly object[] = [
  {
    type: 'array',
    items: { type: 'object', required: ['in'], properties: { in: { type: 'number' }, 'x"y': { type: ['string', 'null'] } } },
  },
  { type: 'integer' },
  { type: 'object' },
  { $ref: '#/definitions/x' },
  { type: 'object', properties: { 'INJECTED()': { type: 'boolean' } } },
  { type: 'array' },
];
