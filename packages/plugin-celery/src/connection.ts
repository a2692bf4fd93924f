import { defineConnection, Secret } from '@lineclear/core/plugin';
import { loadCatalogue } from './catalogue/load-catalogue.ts';
import { celeryReader } from './client/celery-reader.ts';
import { celeryWriter } from './client/celery-writer.ts';
import { readerCommands } from './client/reader-commands.ts';
import { shareStation } from './client/shared-station.ts';
import { openStation } from './client/station.ts';
import { ping } from './control/questions.ts';
import { settings } from './settings.ts';

/** Celery's broker, result backend and workers, reached directly. */
export const celery = defineConnection({
  id: 'celery',
  profile: settings,
  readerCommands,
  connect: async ({ profile, info, http, mode, clock, resolvePath }) => {
    const { broker, result_backend: backend, management_url: managementUrl, ...rules } = profile;
    const path = rules.catalogue === undefined ? undefined : resolvePath(rules.catalogue);
    const catalogue = path === undefined ? undefined : await loadCatalogue({ path });
    const urls = [broker, backend].map((url) => (Secret.is(url) ? url.reveal() : url));
    const key = JSON.stringify([info.name, ...urls, managementUrl, rules]);
    const station = shareStation({ key, create: () => openStation({ settings: profile, http, clock }) });
    const reader = celeryReader({ station, rules, catalogue });
    return {
      reader,
      ...(mode === 'write' ? { writer: celeryWriter({ station, reader }) } : {}),
      close: () => station.close(),
    };
  },
  probe: async ({ reader, signal }) => {
    const { version, details } = await reader.broker.health({ signal });
    // Another server, or another user, may keep the results; over rpc:// it is the broker.
    if (reader.results.kind === 'redis') await reader.results.readMany({ taskIds: ['lineclear-probe'], signal });
    const { known, answers } = await ping(reader.question({ signal }));
    return { broker: reader.broker.kind, version, workers: answers.size, connected: known, ...details };
  },
});
