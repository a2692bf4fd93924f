import { sqliteStore } from '@lineclear/core';
import { startPlugin } from '@lineclear/testing';
import grafana from '../../src/index.ts';

// Previews and confirms one write in a process of its own, which somebody else ends.
const [storePath = '', url = '', tool = '', input = '{}'] = process.argv.slice(2);
const store = await sqliteStore({ path: storePath });
const { confirmTool } = await startPlugin({ plugin: grafana, connections: { grafana: { grafana: { url } } }, store });
await confirmTool(tool, JSON.parse(input));
