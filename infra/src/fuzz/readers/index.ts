import type { FuzzReader } from '../fuzz-reader.ts';
import * as clientLayers from './client-layers.ts';
import { gatewayRequests } from './gateway-requests.ts';
import * as links from './links.ts';
import * as logRecords from './log-records.ts';
import * as logServer from './log-server.ts';
import { netcodeClient, netcodeServer } from './netcode.ts';
import { streamFrames } from './stream-frames.ts';
import * as tokens from './tokens.ts';
import { webSockets } from './websockets.ts';

/** Every reader of untrusted bytes, from the open internet inwards. */
export const FUZZ_READERS: readonly FuzzReader[] = [
  netcodeServer,
  netcodeClient,
  streamFrames,
  webSockets,
  gatewayRequests,
  clientLayers.channel,
  clientLayers.messagesOfClient,
  clientLayers.messagesOfServer,
  clientLayers.view,
  tokens.accessTokens,
  tokens.loginTickets,
  tokens.connectTokens,
  links.linkFrames,
  links.linkHandshake,
  links.linkMessages,
  logServer.logRequests,
  logServer.logAnswers,
  logRecords.frames,
  logRecords.mapRecords,
  logRecords.loadRecords,
  logRecords.sessionRecords,
  logRecords.checkpointRecords,
  logRecords.logFiles,
];
