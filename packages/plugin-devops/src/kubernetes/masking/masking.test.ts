import { describe, expect, it } from 'vitest';
import { maskText } from './mask-text.ts';
import { maskValues } from './mask-values.ts';

const digest = () => '[hidden]';

describe('maskText', () => {
  it.each([
    ['--db-password=hunter2 --verbose', '--db-password=[hidden] --verbose'],
    ['AWS_SECRET_ACCESS_KEY=abc/def+ghi=', 'AWS_SECRET_ACCESS_KEY=[hidden]'],
    ['postgres://shop:hunter2@db:5432/shop', 'postgres://shop:[hidden]@db:5432/shop'],
    ['https://shop@example.com/a', 'https://shop@example.com/a'],
    ['colour=blue time=12:00', 'colour=blue time=12:00'],
    ['DB_PASSWORD="hunter two" COLOUR="blue"', 'DB_PASSWORD="[hidden]" COLOUR="blue"'],
    ['password: hunter2\ncolour: blue', 'password: [hidden]\ncolour: blue'],
    ['  secretName: db\n  tokenFile: /run/x', '  secretName: db\n  tokenFile: /run/x'],
    ['{"password": "hunter2", "user": "shop"}', '{"password": "[hidden]", "user": "shop"}'],
    [String.raw`{\"password\":\"hunter2\",\"user\":\"shop\"}`, String.raw`{\"password\":\"[hidden]\",\"user\":\"shop\"}`],
    ['{Name: "DB_PASSWORD", Value: "hunter2"}', '{Name: "DB_PASSWORD", Value: "[hidden]"}'],
    ['sent Bearer abcdefghijklmnop0', 'sent Bearer [hidden]'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nend', '[hidden]\nend'],
    [
      '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0A\n\nMIIE\n-----END RSA PRIVATE KEY-----\nend',
      '[hidden]\nend',
    ],
    ['-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOY-x\n=abcd\n-----END PGP PRIVATE KEY BLOCK-----\nend', '[hidden]\nend'],
    ['\u001b[36mpassword\u001b[0m=\u001b[33mhunter2\u001b[0m', 'password=[hidden]'],
    // Nobody sees what stands between, and answers do not have it.
    ['pass\u034fword: hun\ufe00ter2', 'password: [hidden]'],
    ['GET /tokens HTTP/1.1', 'GET /tokens HTTP/1.1'],
  ])('of %j leaves %j', (text, shown) => {
    expect(maskText({ text, digest })).toBe(shown);
  });

  it.each([
    'a'.repeat(500_000),
    'a://'.repeat(100_000),
    '-='.repeat(200_000),
    'token='.repeat(100_000),
    'name: '.repeat(100_000),
    '-----BEGIN PRIVATE KEY-----'.repeat(20_000),
    `-----BEGIN PRIVATE KEY-----${'-'.repeat(500_000)}`,
  ])('takes no time for a long text', (text) => {
    expect(maskText({ text, digest }).length).toBeGreaterThan(0);
  });
});

describe('maskValues', () => {
  it('hides what is named like a secret, and not what only refers to one', () => {
    const part = {
      volumes: [{ secret: { secretName: 'db' } }],
      env: [
        { name: 'DB_PASSWORD', value: 'hunter2' },
        { name: 'COLOUR', value: 'blue' },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'db', key: 'token' } } },
      ],
      args: ['--token', 'hunter2', '--colour', 'blue', '--password-file', '/run/x'],
      config: { password: 'hunter2', user: 'shop' },
      automountServiceAccountToken: false,
    };
    expect(maskValues({ part, digest })).toEqual({
      volumes: [{ secret: { secretName: 'db' } }],
      env: [
        { name: 'DB_PASSWORD', value: '[hidden]' },
        { name: 'COLOUR', value: 'blue' },
        { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'db', key: 'token' } } },
      ],
      args: ['--token', '[hidden]', '--colour', 'blue', '--password-file', '[hidden]'],
      config: { password: '[hidden]', user: 'shop' },
      automountServiceAccountToken: false,
    });
  });

  it('keeps a key that would be another object', () => {
    const part: unknown = JSON.parse('{"__proto__": {"password": "hunter2"}}');
    expect(JSON.stringify(maskValues({ part, digest }))).toBe('{"__proto__":{"password":"[hidden]"}}');
  });
});
