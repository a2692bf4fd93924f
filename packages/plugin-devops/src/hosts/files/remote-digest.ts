import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { queryText } from '../query-text.ts';

/** The SHA-256 of a file, computed by its host. */
export const remoteDigest = async ({
  reader,
  path,
  ...call
}: HostCall & { reader: HostsReader; path: string }): Promise<string> => {
  const { stdout, exitCode } = await queryText({ reader, ...call, argv: ['sha256sum', '--', path], timeoutMs: 25_000 });
  // A backslash stands before the digest of a name that it had to escape.
  const digest = /^\\?([0-9a-f]{64}) /.exec(stdout)?.[1];
  if (digest !== undefined) return digest;
  throw new LineclearError(
    exitCode === 1 ? 'forbidden' : 'unsupported',
    `The digest of ${quoted(path)} on the host ${quoted(call.host)} cannot be told.`,
    {
      hint: exitCode === 1 ? 'The account may not read the file, or it is gone.' : 'The host needs sha256sum.',
      details: { reason: 'no_digest', host: call.host, path },
      effect: 'none',
    },
  );
};
