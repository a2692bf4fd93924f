import { type ContractBackend, fakeHttp, freePort } from '@lineclear/testing';
import { a, startDnsServer } from '../../src/net/test/dns-server.ts';

const [port = 0] = await freePort(1);

/** The web server of {@link startBackend}, by a name that its DNS server knows. */
export const site = { host: 'www.example.com', port, url: `http://www.example.com:${port}` };

/** A web server on this machine and a DNS server that knows it as www.example.com. */
export const startBackend = async (): Promise<ContractBackend> => {
  const http = await fakeHttp({
    port,
    routes: [
      { method: 'GET', path: '/health', handle: () => ({ text: 'ready' }) },
      { method: 'HEAD', path: '/health', handle: () => ({ status: 200 }) },
      { method: 'GET', path: '/old', handle: () => ({ status: 301, headers: { location: '/health' } }) },
    ],
  });
  const dns = await startDnsServer({ 'A www.example.com': [a('127.0.0.1')] });
  return {
    connections: { net: { targets: ['*.example.com', '127.0.0.1'], resolvers: [dns.resolver] } },
    http: [http],
    commands: { net: () => [...dns.questions.map(() => 'dns query'), ...http.requests.map(({ method }) => `http ${method}`)] },
    close: async () => {
      await http.close();
      await dns.close();
    },
  };
};
