import { once } from 'node:events';
import { createServer, type RequestListener, Server as HttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server as SocketServer } from 'node:net';
import type { JsonObject } from '@lineclear/core/plugin';
import { startPlugin, type StartedPlugin } from '@lineclear/testing';
import { onTestFinished } from 'vitest';
import net from '../index.ts';
import type { Identity } from './certificates.ts';
import { type DnsServer, startDnsServer, type Zone } from './dns-server.ts';

/** The checks of a profile with these settings, closed at the end of the test. */
export const startNet = async (settings: JsonObject): Promise<StartedPlugin> => {
  const started = await startPlugin({ plugin: net, connections: { net: settings } });
  onTestFinished(started.close);
  return started;
};

/** A DNS server for one test. */
export const startZone = async (zone: Zone): Promise<DnsServer> => {
  const server = await startDnsServer(zone);
  onTestFinished(server.close);
  return server;
};

/** A web server for one test, on TLS where it has an identity; yields its port. */
export const serve = (handle: RequestListener, identity?: Identity): Promise<number> =>
  listen(identity === undefined ? createServer(handle) : createTlsServer({ ...identity }, handle));

/** Starts any server of node on a loopback port for one test. */
export const listen = async (server: SocketServer): Promise<number> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    if (server instanceof HttpServer) server.closeAllConnections();
    return new Promise((resolve) => void server.close(() => resolve()));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It listens on no port.');
  return address.port;
};
