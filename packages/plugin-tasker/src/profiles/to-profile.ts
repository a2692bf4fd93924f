import type { FoundProfile, Secret } from '@lineclear/core/plugin';
import { inConfiguration } from './in-configuration.ts';
import type { Address, Layered } from './layers.ts';
import { tierOf } from './tier.ts';
import { tiersOf, tiersRemark } from './tiers.ts';
import type { Overrides, VariableValue } from './variables.ts';

/** One profile of the existing client as one of ours, with what a person should know; without `profile` it could not be taken over. */
export interface Converted {
  readonly profile?: FoundProfile;
  readonly remarks: readonly string[];
}

/** Turns what the file and the environment say about a profile into settings of the connection `tasker`. */
export const toProfile = ({
  name,
  layered,
  overrides,
  tools,
}: {
  name: string;
  layered: Layered;
  overrides: Overrides;
  /** The tiers of tools that the existing client offers there; `undefined` = all. */
  tools: readonly string[] | undefined;
}): Converted => {
  const url = addressOf({ override: overrides.url, address: layered.url });
  if (url === undefined) return leftOut('its address is a gRPC one, and only REST is used here');
  if (!isHttp(url.now)) return leftOut('its address is no http or https URL');
  const credentials = credentialsOf({ layered, overrides });
  if (credentials === undefined) return leftOut('no header can have the name that it gives for its API key');

  const worker = addressOf({ override: overrides.workerUrl, address: layered.workerUrl });
  const hasWorker = worker !== undefined && isHttp(worker.now);
  const timeoutMs = timeoutOf({ layered, overrides });
  const tier = tierOf({ name, url: url.isReference ? undefined : url.now });
  const tiers = tiersOf(tools);
  return {
    profile: {
      ...(tier === undefined ? {} : { tier }),
      ...(tiers.includes('tier3') ? {} : { writes: 'off' }),
      connections: {
        tasker: {
          url: url.setting,
          ...(hasWorker ? { worker_url: worker.setting } : {}),
          ...credentials,
          ...(timeoutMs === undefined ? {} : { timeout_ms: timeoutMs }),
        },
      },
    },
    remarks: [
      ...(layered.transport === 'grpc' ? [restRemark({ layered, overrides })] : []),
      ...(layered.workerUrl !== undefined && !hasWorker ? ['the address of its worker is no REST one and was left out'] : []),
      ...(tools === undefined ? [] : [tiersRemark(tiers)]),
    ],
  };
};

const leftOut = (reason: string): Converted => ({ remarks: [`left out: ${reason}`] });

type Usable = Pick<VariableValue, 'now' | 'setting' | 'isReference'>;

// What the file names with gRPC as the transport answers no REST request. The variables are the REST ones.
const addressOf = ({
  override,
  address,
}: {
  override: VariableValue | undefined;
  address: Address | undefined;
}): Usable | undefined => {
  if (override !== undefined) return override;
  if (address === undefined || address.transport === 'grpc') return undefined;
  return { now: address.text, setting: inConfiguration(address.text), isReference: false };
};

const isHttp = (text: string): boolean => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? '');

// `undefined`: there are some, and they cannot be sent.
const credentialsOf = ({
  layered: { credentials },
  overrides,
}: {
  layered: Layered;
  overrides: Overrides;
}): Readonly<Record<string, string | Secret>> | undefined => {
  const fileHeader = credentials?.type === 'ApiKey' ? credentials.value.header_name : undefined;
  if (overrides.credentials !== undefined) {
    const { key, setting, header = fileHeader } = overrides.credentials;
    return key === 'token' ? { token: setting } : apiKey({ setting, header });
  }
  if (credentials === undefined) return {};
  return credentials.type === 'BearerToken'
    ? { token: credentials.value }
    : apiKey({ setting: credentials.value.key, header: fileHeader });
};

const apiKey = ({ setting, header = 'X-API-Key' }: { setting: string | Secret; header: string | undefined }) => {
  if (!/^[A-Za-z0-9-]{1,60}$/.test(header)) return undefined;
  return { api_key: setting, ...(header === 'X-API-Key' ? {} : { api_key_header: header }) };
};

// The connection takes 0.1 s to ten minutes.
const timeoutOf = ({ layered, overrides }: { layered: Layered; overrides: Overrides }): number | undefined => {
  const timeoutMs = overrides.timeoutMs === undefined ? layered.timeoutMs : Number(overrides.timeoutMs.now);
  return timeoutMs === undefined || !Number.isInteger(timeoutMs) ? undefined : Math.min(Math.max(timeoutMs, 100), 600_000);
};

const restRemark = ({ layered: { url }, overrides }: { layered: Layered; overrides: Overrides }): string => {
  const from = overrides.url?.variable ?? (url.from === undefined ? "that client's default" : `[profile.${url.from}]`);
  return `it uses gRPC there; here REST at the address from ${from} is used: check that this is the same server`;
};
