import { ViewReader } from '@atlasnet/proxy';
import type { ChannelEndpoint } from '@atlasnet/proxy';
import { clientMessages, compileViewSchema, compileWorld, decodeMessage } from '@atlasnet/schemas';
import type { MessageType } from '@atlasnet/schemas';
import { strollWorld } from '../../e2e/stroll-stage.ts';
import { ACCEPTED } from '../fuzz-reader.ts';
import type { FuzzReader } from '../fuzz-reader.ts';
import { refusalOf } from './refusal-of.ts';
import { recording, speakingEndpoint } from './recording.ts';

/** What a proxy takes of a client at most. */
const MESSAGE_BYTES_MAX = 20_000;
const FLUSH_EVERY = 10;
/** Then the conversation begins anew: numbers that were changed make the honest ones old. */
const CONVERSATION_INPUTS = 2000;

/** Packets of the channel layer, as who holds a session's keys can send them. */
export const channel: FuzzReader = {
  name: 'channel',
  doc: 'packets of the channel layer, under keys that are good',
  authentic: false,
  costs: 1,
  open: async () => {
    const { packets: corpus } = await recording();
    let endpoint = makeEndpoint();
    let nowMs = 0;
    return {
      corpus,
      feed: (input) => {
        if (nowMs % CONVERSATION_INPUTS === 0) endpoint = makeEndpoint();
        const { malformed, duplicates } = endpoint.stats;
        endpoint.receive(input, nowMs++);
        if (nowMs % FLUSH_EVERY === 0) endpoint.flush(nowMs, () => undefined);
        if (endpoint.failed !== null) {
          endpoint = makeEndpoint();
          return 'failed';
        }
        if (endpoint.stats.malformed > malformed) return 'malformed';
        return endpoint.stats.duplicates > duplicates ? 'duplicate' : ACCEPTED;
      },
    };
  },
};

function makeEndpoint(): ChannelEndpoint {
  const checkSize = ({ length }: Uint8Array): void => {
    if (length > MESSAGE_BYTES_MAX) throw new Error(`a message of ${length} bytes was delivered`);
  };
  return speakingEndpoint({
    receiveReliableBytesMax: MESSAGE_BYTES_MAX,
    receiveUnreliableBytesMax: MESSAGE_BYTES_MAX,
    handlers: { reliable: checkSize, unreliable: (_, bytes) => checkSize(bytes) },
  });
}

/** Views, as a client reads them. */
export const view: FuzzReader = {
  name: 'view',
  doc: 'view messages, at the client',
  authentic: false,
  costs: 1,
  open: async () => {
    const { views: corpus } = await recording();
    const handlers = {
      spawned: () => undefined,
      updated: () => undefined,
      despawned: () => undefined,
    };
    const schema = compileViewSchema(compileWorld(strollWorld));
    let reader = new ViewReader(schema, handlers);
    let next = 0;
    return {
      corpus,
      feed: (input) => {
        // Between the changed ones the real ones, in their order: so there is something to change.
        if (next === corpus.length) {
          reader = new ViewReader(schema, handlers);
          next = 0;
        }
        reader.read(corpus[next++]);
        return reader.read(input) ? ACCEPTED : 'garbage';
      },
    };
  },
};

export const messagesOfServer = messages('server-messages', clientMessages.ServerMessage);
export const messagesOfClient = messages('client-messages', clientMessages.ClientMessage);

function messages<Properties>(
  name: 'server-messages' | 'client-messages',
  type: MessageType<Properties>,
): FuzzReader {
  return {
    ...{ name, doc: 'reliable messages of client and proxy', authentic: false, costs: 1 },
    open: async () => {
      const recorded = await recording();
      const corpus = name === 'server-messages' ? recorded.serverMessages : recorded.clientMessages;
      const code = 'ATLAS_COMMAND_MALFORMED';
      return { corpus, feed: (input) => refusalOf(() => decodeMessage(type, input, name, code)) };
    },
  };
}
