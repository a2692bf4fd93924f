import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSecrets } from './find-secrets.ts';
import { secretRules } from './rules.ts';

// Put together here, so that no file of this repository holds what looks like a secret.
const random = 'Zx81kQ0vLr7TdWm3Yb5NcPf2GhJs9EuAoKi4RtBx6MzVnCqDgHwSlUyXe';
const take = (count: number) => random.repeat(4).slice(0, count);
const part = (text: string) => text;
const samples: Readonly<Record<string, string>> = {
  private_key: `-----BEGIN RSA ${part('PRIVATE')} KEY-----`,
  age_key: `AGE-SECRET-KEY-1${take(58).toUpperCase()}`,
  aws_access_key: `AK${part('IA')}Q3EGRWZ7KXMTPL2V`,
  aws_secret_key: `aws_secret_access_key = ${take(40)}`,
  azure_storage_key: `AccountKey=${take(86)}==`,
  digitalocean_token: `dop_v1_${'0123456789abcdef'.repeat(4)}`,
  docker_token: `dckr_pat_${take(27)}`,
  github_token: `gh${part('p_')}${take(36)}`,
  gitlab_token: `gl${part('pat-')}${take(20)}`,
  google_api_key: `AI${part('za')}${take(35)}`,
  google_client_secret: `GOC${part('SPX-')}${take(28)}`,
  grafana_token: `gl${part('sa_')}${take(32)}_0a1b2c3d`,
  huggingface_token: `h${part('f_')}${take(34)}`,
  json_web_token: `eyJ${take(20)}.eyJ${take(40)}.${take(43)}`,
  npm_token: `//registry.example.com/:_auth${part('Token=')}${take(24)}`,
  model_provider_key: `s${part('k-')}ant-${take(40)}`,
  pypi_token: `pypi-${take(80)}`,
  sendgrid_key: `S${part('G.')}${take(22)}.${take(43)}`,
  slack_token: `xo${part('xb-')}${take(24)}`,
  slack_webhook: `https://hooks.slack.com/${part('services')}/T0/B0/${take(24)}`,
  stripe_key: `s${part('k_live_')}${take(24)}`,
  telegram_token: `123456789:${part('AA')}${take(33)}`,
  vault_token: `hv${part('s.')}${take(24)}`,
  password_in_url: `postgres://app:${take(12)}@db.internal/orders`,
  authorization_header: `Authorization: Bearer ${take(30)}`,
  assigned_secret: `DB_PASSWORD="${take(20)}"`,
};
const scan = (...lines: readonly string[]) =>
  findSecrets({ path: 'src/a.ts', lines: lines.map((text, index) => ({ line: index + 1, text })) });

describe('findSecrets', () => {
  it.each(secretRules.map(({ kind }) => kind))('finds %s, and says where and not what', (kind) => {
    const sample = samples[kind] ?? '';
    const found = scan('const one = 1;', `  value: ${sample}`);
    expect(found).toMatchObject([{ path: 'src/a.ts', line: 2, kind }]);
    expect(JSON.stringify(found)).not.toContain(take(12));
  });

  it.each([
    'const password = process.env.DATABASE_PASSWORD;',
    'token: ${env:GITHUB_TOKEN}',
    'password = "changeme-changeme-1"',
    'api_key: your-api-key-goes-here-1',
    'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
    'DATABASE_URL=postgres://postgres:postgres@localhost/app',
    'https://user:${PASSWORD}@example.com',
    'const token = createToken2ForEverybody(input);',
    'secret: settings.secrets.primary2Value.text',
    '"integrity": "sha512-4kfNjAMzB2dWYq9mtvKZL8xQ0aHcRyuTgVJw=="',
    'commit 9fceb02d0ae598e95dc970b74767f19372d61af8',
    'password: ****************',
  ])('finds nothing in %s', (line) => {
    expect(scan(line)).toEqual([]);
  });

  it('gives a fingerprint that tells places apart and says nothing about the value', () => {
    const [one] = scan(`DB_PASSWORD="${take(20)}"`);
    const [other] = scan(`DB_PASSWORD="${take(40).slice(20)}"`);
    const [elsewhere] = findSecrets({ path: 'src/b.ts', lines: [{ line: 1, text: `DB_PASSWORD="${take(20)}"` }] });
    expect(other?.fingerprint).toBe(one?.fingerprint);
    expect(elsewhere?.fingerprint).not.toBe(one?.fingerprint);
  });

  it('finds a secret at any place of a very long line, and in UTF-16', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60_000 }), (at) => {
        expect(scan(`${'a b,'.repeat(15_000).slice(0, at)} ${samples['github_token']} ${'c d;'.repeat(5_000)}`)).not.toEqual([]);
      }),
      { numRuns: 30 },
    );
    const wide = Buffer.from(samples['github_token'] ?? '', 'utf16le').toString('latin1');
    expect(scan(wide)).toMatchObject([{ kind: 'github_token' }]);
  });

  it('ends on whatever text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('aws', 'key', '=', ':', '"', ' ', '://', '@', 'a1', 'secret', '-', '_', '\t')),
        (parts) => {
          expect(Array.isArray(scan(parts.join('').repeat(20)))).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});
