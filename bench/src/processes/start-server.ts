import * as z from 'zod';
import { type Subject, startProcess } from './start-process.ts';

/** A server under test, in a process of its own. */
export interface Server extends Subject {
  readonly port: number;
}

/** Starts a server of `subjects/` on a free loopback port. */
export const startServer = async (options: Parameters<typeof startProcess>[0]): Promise<Server> => {
  const subject = await startProcess(options);
  const port = await subject.ask({ command: 'port', schema: z.number() });
  return { ...subject, port };
};
