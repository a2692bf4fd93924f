import type { IncomingMessage } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { refusable } from '../../http/refusal.ts';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import { authorize } from '../access/authorize.ts';
import type { Caller } from '../access/identities.ts';
import { resourceName } from '../model/kinds.ts';
import { objectOf } from '../api/read.ts';
import type { Served } from '../api/serve.ts';
import { admitted, checkDescribed } from '../api/serve.ts';
import { badRequest, noSuchPath } from '../api/status.ts';
import type { StreamFault } from './channels.ts';
import { containerFor, runProgram } from './exec.ts';
import { forwardPorts, portsIn } from './port-forward.ts';

/** A connection that wants to become a web socket. */
export interface Upgrade {
  readonly served: Served;
  readonly request: RecordedRequest;
  readonly caller: Caller | undefined;
  readonly incoming: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly fault: StreamFault | undefined;
}

/** Opens `exec` or `portforward` on a pod, or answers why not. */
export const openStream = async (upgrade: Upgrade): Promise<void> => {
  const refusal = await refusable(async () => {
    const open = admittedStream(upgrade);
    accept(upgrade, open);
    return opened;
  });
  if (refusal !== opened) refuseUpgrade(upgrade.socket, refusal);
};

/** Answers a request for an upgrade as a request without one. */
export const refuseUpgrade = (socket: Duplex, { status = 500, json, text = '' }: Answer): void => {
  const body = json === undefined ? text : JSON.stringify(json);
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\ncontent-type: ${json === undefined ? 'text/plain' : 'application/json'}\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
};

const opened: Answer = {};

interface Stream {
  readonly protocols: readonly string[];
  /** Reads what is asked, or refuses it, before the socket is opened. */
  readonly prepare: () => (socket: WebSocket) => void;
}

const admittedStream = ({ served, request, caller, fault }: Upgrade): Stream => {
  const target = admitted({ store: served.store, request, caller });
  const { kind, namespace, name, subresource } = target;
  // Opening the socket is a GET; what happens on it is more than reading.
  const resource = `${resourceName(kind)}/${subresource ?? ''}`;
  if (caller !== undefined) authorize(caller, { verb: 'create', resource, namespace, name }, target);
  checkDescribed(served, request);
  const pod = objectOf(served.store, target);
  const { searchParams } = new URL(request.url, 'http://loopback');
  switch (subresource) {
    case 'exec':
      return {
        protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
        prepare: () => {
          const container = containerFor(pod, searchParams.get('container') ?? '');
          const command = searchParams.getAll('command');
          if (command.length === 0) throw badRequest('you must specify at least one command for the container');
          const stdin = searchParams.get('stdin') === 'true';
          return (socket) => runProgram({ socket, runtime: served.runtime, container, command, stdin, fault });
        },
      };
    case 'portforward':
      return {
        protocols: ['v4.channel.k8s.io', 'portforward.k8s.io'],
        prepare: () => {
          const ports = portsIn(searchParams);
          return (socket) => forwardPorts({ socket, runtime: served.runtime, pod, ports, fault });
        },
      };
    default:
      throw noSuchPath();
  }
};

const accept = ({ incoming, socket, head }: Upgrade, { protocols, prepare }: Stream): void => {
  const offered = (incoming.headers['sec-websocket-protocol'] ?? '').split(',').map((one) => one.trim());
  if (!/^websocket$/i.test(incoming.headers.upgrade ?? ''))
    throw badRequest(
      `unable to upgrade: this server streams over web sockets only, not over ${incoming.headers.upgrade ?? 'this'}`,
    );
  const chosen = protocols.find((one) => offered.includes(one));
  if (chosen === undefined) throw badRequest(`unable to upgrade: none of the protocols is known: ${offered.join(', ')}`);
  const run = prepare();
  const server = new WebSocketServer({ noServer: true, handleProtocols: () => chosen });
  server.handleUpgrade(incoming, socket, head, run);
};
