import type { CallToolResult, InputRequiredResult } from '@modelcontextprotocol/server';
import { ProtocolErrorCode } from '@modelcontextprotocol/server';
import type { CallAnswer, ErrorAnswer } from '../calls/types.ts';
import type { Image } from '../plugin/image.ts';
import { approvalForm } from './asking.ts';

/** What a protocol error carries. */
export interface WireFailure {
  readonly code: number;
  readonly message: string;
  readonly data: ErrorAnswer;
}
/** A call's answer on the wire: a result or a JSON-RPC error. */
export type WireAnswer = { readonly result: CallToolResult | InputRequiredResult } | { readonly failure: WireFailure };

/** Translates a call's answer; the order of the keys is the order in which they are sent. */
export const toWire = (answer: CallAnswer): WireAnswer => {
  switch (answer.kind) {
    case 'value':
      return { result: { content: contentOf(answer), structuredContent: answer.value } };
    case 'error':
      return { result: errorResult(answer) };
    case 'input_required':
      return {
        result: {
          resultType: 'input_required',
          inputRequests: { approve: { method: 'elicitation/create', params: approvalForm(answer.message) } },
          requestState: answer.state,
        },
      };
    case 'unknown_tool':
    case 'bad_state':
      return { failure: { code: ProtocolErrorCode.InvalidParams, message: answer.error.message, data: answer.error } };
  }
};

const errorResult = ({ error, hasOutputSchema }: { error: ErrorAnswer; hasOutputSchema: boolean }): CallToolResult => {
  const content: CallToolResult['content'] = [{ type: 'text', text: JSON.stringify(error) }];
  // Official clients before 2026 check an error's structuredContent against the tool's outputSchema, and throw.
  return hasOutputSchema ? { content, isError: true } : { content, structuredContent: { ...error }, isError: true };
};

const contentOf = ({ text, images }: { text: string; images: readonly Image[] }): CallToolResult['content'] => {
  const content: CallToolResult['content'] = [{ type: 'text', text }];
  for (const { png, alt } of images) {
    if (alt !== '') content.push({ type: 'text', text: alt });
    content.push({ type: 'image', data: Buffer.from(png).toString('base64'), mimeType: 'image/png' });
  }
  return content;
};
