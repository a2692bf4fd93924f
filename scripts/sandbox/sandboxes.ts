import { startTaskerSandbox } from '@lineclear/testing/tasker';

/** A backend with simulated data that a profile can name. */
interface Sandbox {
  /** The name of the connection in a profile. */
  readonly connection: string;
  /** A page that leads through its data. */
  readonly tour: string;
  /** Starts it in this process, on free loopback ports; it ends with the process. */
  readonly start: () => Promise<Readonly<Record<string, string>>>;
}

/** Every backend that `npm start -- --sandbox` brings along, with the settings that reach it. */
export const sandboxes: readonly Sandbox[] = [
  {
    connection: 'tasker',
    tour: 'docs/tasker.md',
    start: async () => {
      const { url, workerUrl } = await startTaskerSandbox();
      return { url, worker_url: workerUrl };
    },
  },
];
