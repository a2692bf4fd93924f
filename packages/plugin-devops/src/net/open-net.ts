import { readFile } from 'node:fs/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type { Settings } from './settings.ts';
import { AllowList, parsePattern } from './targets/allow-list.ts';
import type { Wire } from './wire.ts';

/** What every check works with: where it may go, over what, and whom it trusts. */
export interface Net {
  readonly list: AllowList;
  readonly wire: Wire;
  /** Certificates (PEM) of authorities that are trusted beside the usual ones. */
  readonly authorities: readonly string[];
}

/** Opens the checks of a profile. Throws `not_configured` where a file with certificates cannot be read. */
export const openNet = async ({
  settings,
  wire,
  resolvePath,
}: {
  settings: Settings;
  wire: Wire;
  resolvePath: (path: string) => string;
}): Promise<Net> => ({
  list: new AllowList(settings.targets.flatMap((text) => parsePattern(text) ?? [])),
  wire,
  authorities: await Promise.all(settings.ca_files.map((file) => readCertificates(resolvePath(file)))),
});

const readCertificates = async (path: string): Promise<string> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  throw new LineclearError('not_configured', `There are no certificates in ${path}.`, {
    hint: 'Correct net.ca_files: files with certificates in PEM.',
    details: { reason: 'certificate_file' },
  });
};
