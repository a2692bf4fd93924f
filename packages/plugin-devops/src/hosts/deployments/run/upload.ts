import { LineclearError } from '@lineclear/core/plugin';
import type { SFTPWrapper } from 'ssh2';
import type { HostCall } from '../../client/hosts.ts';
import type { HostsWriter } from '../../client/hosts-writer.ts';
import type { Payload } from '../../files/local-file.ts';
import { asked, factsOf, toTransferError } from '../../files/transfer.ts';
import { writeDraft } from '../../files/write-file.ts';

/** Where an archive waits for its deployment, under the id of the plan: no other deployment looks at it. */
export const uploadPath = ({ root, planId }: { root: string; planId: string }): string =>
  `${root}/.lineclear/uploads/${planId}.tar.gz`;

/** Sends an archive to a host. Nothing of the service changes; what arrives in part is never used, because its digest is another one. */
export const upload = async ({
  writer,
  artifact,
  root,
  planId,
  progress,
  ...call
}: HostCall & {
  writer: HostsWriter;
  artifact: Payload;
  root: string;
  planId: string;
  progress: (sentBytes: number) => void;
}): Promise<void> => {
  const path = uploadPath({ root, planId });
  try {
    const transfer = await writer.transfer(call);
    try {
      for (const folder of [`${root}/.lineclear`, `${root}/.lineclear/uploads`]) {
        // oxlint-disable-next-line no-await-in-loop -- one inside the other
        await makeFolder({ ...call, transfer, path: folder });
      }
      await writeDraft({ ...call, transfer, path, payload: artifact, mode: 0o600, progress });
    } finally {
      transfer.end();
    }
  } catch (error) {
    call.signal.throwIfAborted();
    throw nothingDone(toTransferError({ error, host: call.host, path, effect: 'none' }));
  }
};

/** Takes an archive away again that no deployment used. */
export const removeUpload = async ({
  writer,
  root,
  planId,
  ...call
}: HostCall & { writer: HostsWriter; root: string; planId: string }): Promise<void> => {
  const path = uploadPath({ root, planId });
  const transfer = await writer.transfer(call);
  try {
    await asked({ ...call, path, effect: 'none', ask: (done) => transfer.unlink(path, (error) => done(error, undefined)) });
  } finally {
    transfer.end();
  }
};

const makeFolder = async ({
  transfer,
  path,
  ...call
}: Pick<HostCall, 'host' | 'signal'> & { transfer: SFTPWrapper; path: string }): Promise<void> => {
  if ((await factsOf({ ...call, transfer, path })) !== undefined) return;
  await asked({
    ...call,
    path,
    effect: 'none',
    ask: (done) => transfer.mkdir(path, { mode: 0o755 }, (error) => done(error, undefined)),
  });
};

/** The same error, of a write that changed nothing that matters. */
const nothingDone = (error: LineclearError): LineclearError =>
  new LineclearError(error.code, error.message, { hint: error.hint, details: error.details, effect: 'none', cause: error });
