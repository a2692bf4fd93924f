import type { ClientProfile, FileCredentials } from './client-file.ts';

/** An address, and how the profile that named it speaks to it. */
export interface Address {
  readonly text: string;
  readonly transport: 'rest' | 'grpc';
  /** `undefined`: nobody wrote it down, it is the client's own default. */
  readonly from: string | undefined;
}

/** What the file says about one profile, with what it inherits. */
export interface Layered {
  readonly transport: 'rest' | 'grpc';
  readonly url: Address;
  readonly workerUrl: Address | undefined;
  readonly timeoutMs: number | undefined;
  readonly credentials: FileCredentials | undefined;
}

/** Resolves a profile the way the existing client does: its defaults, then `[profile.default]`, then the profile itself. */
export const resolveLayers = ({ name, profiles }: { name: string; profiles: ReadonlyMap<string, ClientProfile> }): Layered => {
  const names = name === 'default' ? [name] : ['default', name];
  return names.reduce<Layered>((below, from) => over({ below, from, profile: profiles.get(from) }), clientDefaults);
};

const clientDefaults: Layered = {
  transport: 'rest',
  url: { text: 'http://localhost:8080', transport: 'rest', from: undefined },
  workerUrl: undefined,
  timeoutMs: undefined,
  credentials: undefined,
};

const over = ({ below, from, profile }: { below: Layered; from: string; profile: ClientProfile | undefined }): Layered => {
  const transport = profile?.transport ?? below.transport;
  const { orchestration, worker } = profile ?? {};
  const address = (text: string | undefined) => (text === undefined ? undefined : { text, transport, from });
  return {
    transport,
    url: address(orchestration?.base_url) ?? below.url,
    workerUrl: address(worker?.base_url) ?? below.workerUrl,
    timeoutMs: orchestration?.timeout_ms ?? below.timeoutMs,
    credentials: orchestration?.auth?.method ?? below.credentials,
  };
};
