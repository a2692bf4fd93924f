import { LineclearError, path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GrafanaReader } from '../client/grafana-reader.ts';
import type { GrafanaWriter } from '../client/grafana-writer.ts';
import { hasShape } from '../client/has-shape.ts';
import { isUid } from '../schemas/uid.ts';

/** A folder, as far as it is used. */
export const folder = z.object({ uid: z.string(), title: z.string(), parentUid: z.string().optional() });
const notFound = z.object({ message: z.string() });
export type Folder = z.output<typeof folder>;

/** The folder with this uid, or undefined where there is none. */
export const findFolder = async ({
  uid,
  reader,
  signal,
}: {
  uid: string;
  reader: GrafanaReader;
  signal: AbortSignal;
}): Promise<Folder | undefined> => {
  if (!isUid(uid)) return undefined;
  const answer = await reader.grafana.get(path`/api/folders/${uid}`, { accept: [404], signal });
  if (answer.status !== 404) return answer.json(folder);
  if (hasShape(answer, notFound) !== undefined) return undefined;
  // A proxy or a wrong address answers 404 to everything.
  throw new LineclearError('not_found', 'It could not be seen whether Grafana has this folder: a 404 of something else.', {
    hint: 'Check that the url of this profile is Grafana itself.',
    details: { status: 404, reason: 'not_grafana' },
  });
};

/** Makes a folder, at the top where no other one is named. `conflict` where the uid is taken. */
export const createFolder = async ({
  uid,
  title,
  parentUid,
  writer,
  signal,
}: Folder & { writer: GrafanaWriter; signal: AbortSignal }): Promise<Folder> =>
  (await writer.grafana.post('/api/folders', { json: { uid, title, parentUid }, signal })).json(folder);

/** A title for a folder of which only the uid is known: `tunnel-monitoring` is `Tunnel Monitoring`. */
export const titleFromUid = (uid: string): string => {
  const words = uid.split(/[-_]+/).filter((word) => word !== '');
  return words.length === 0 ? uid : words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join(' ');
};
