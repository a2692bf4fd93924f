import type { ContractBackend } from '@lineclear/testing';
import { secretMarker } from '@lineclear/testing';
import { startFlagBackend } from '../backend/flag-backend.ts';

/** A fresh flag service with the settings that reach it. */
export const startBackend = async () => {
  const { http, url, flags } = await startFlagBackend({ token: secretMarker });
  return {
    connections: { flags: { url, token: secretMarker } },
    http: [http],
    flags,
    state: () => structuredClone([...flags]),
    close: () => http.close(),
  } satisfies ContractBackend & { flags: unknown };
};
