import type { JsonObject } from '@lineclear/core/plugin';
import { expect, onTestFinished } from 'vitest';
import { isJsonObject } from '../../openapi/json.ts';
import type { KubernetesSandbox, KubernetesSandboxOptions } from '../sandbox.ts';
import { startKubernetesSandbox } from '../sandbox.ts';

/** How a request is to be sent. */
interface Sending {
  readonly body?: unknown;
  readonly type?: string;
  readonly token?: string;
}

export interface OpenedCluster {
  readonly sandbox: KubernetesSandbox;
  /** Sends `GET /api/v1/pods`, expects the status, and yields the object. */
  readonly send: (line: string, status: number, sending?: Sending) => Promise<JsonObject>;
}

/** A sandbox that ends with the test. */
export const openCluster = async (options: KubernetesSandboxOptions = {}): Promise<OpenedCluster> => {
  const sandbox = await startKubernetesSandbox({ checked: true, ...options });
  onTestFinished(() => sandbox.close());
  return {
    sandbox,
    send: async (line, status, { body, type = 'application/json', token } = {}) => {
      const [method = '', path = ''] = line.split(' ');
      const response = await fetch(sandbox.url + path, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) }),
        headers: { 'content-type': type, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      });
      const answer: unknown = await response.json();
      expect(sandbox.violations, line).toEqual([]);
      expect([response.status, answer]).toEqual([status, expect.anything()]);
      return isJsonObject(answer) ? answer : {};
    },
  };
};

/** A deployment as small as it can be. */
export const deployment = (name: string, { replicas = 2, image = 'web:1' } = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'default', labels: { app: name } },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image, ports: [{ containerPort: 8080 }] }] },
    },
  },
});

/** A config map in the namespace `default`. */
export const configMap = (name: string, data: Record<string, string>, labels: Record<string, string> = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', ...(Object.keys(labels).length > 0 && { labels }) },
  data,
});
