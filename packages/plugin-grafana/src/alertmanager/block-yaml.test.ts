import { expect, test } from 'vitest';
import { readBlockYaml } from './block-yaml.ts';

test('reads the tree of routes as Alertmanager prints it', () => {
  const text = `global:
  resolve_timeout: 5m
route:
  receiver: nobody
  group_by:
  - alertname
  - 'odd: name'
  continue: false
  routes:
  - receiver: 'it''s: all'
    match:
      job: tunnel
      "a\\tb": "x: \\"y\\""
    matchers:
    - severity="critical"
    - 'team=~"a: b|c"'
    routes:
    - receiver: hook
      mute_time_intervals: []
  - receiver: last
inhibit_rules: []
`;
  expect(readBlockYaml({ text, key: 'route' })).toEqual({
    receiver: 'nobody',
    group_by: ['alertname', 'odd: name'],
    continue: 'false',
    routes: [
      {
        receiver: "it's: all",
        match: { job: 'tunnel', 'a\tb': 'x: "y"' },
        matchers: ['severity="critical"', 'team=~"a: b|c"'],
        routes: [{ receiver: 'hook', mute_time_intervals: [] }],
      },
      { receiver: 'last' },
    ],
  });
  expect(readBlockYaml({ text, key: 'receivers' })).toBeUndefined();
});

test.each(['route:\n  receiver: a\n   odd: b\n', 'route:\n  - a\n  b: c\n', 'route:\n  nonsense\n', 'route:\n  a: "\\x"\n'])(
  'refuses %j',
  (text) => {
    expect(() => readBlockYaml({ text, key: 'route' })).toThrow(SyntaxError);
  },
);
