import { clearTimeout, setTimeout } from 'node:timers';
import type { Socket } from 'node:net';
import { AtlasError } from '@atlasnet/schemas';
import type { LinkPeer } from '@atlasnet/schemas';
import { FramedSocket } from './framed-socket.ts';
import { HANDSHAKE_BYTES_MAX, HANDSHAKE_TIMEOUT_MS } from './limits.ts';
import {
  FRAME_ACCEPTED,
  FRAME_CHALLENGE,
  FRAME_HELLO,
  FRAME_PROOF,
  FRAME_REFUSED,
} from './link-framing.ts';
import { ConnectingHandshake, ListeningHandshake, linkRefused } from './link-handshake.ts';
import type { HandshakeIdentity, LinkRefusal } from './link-handshake.ts';

/** How a handshake ended; the socket's sink is then the receiver's to set, before it returns. */
export interface HandshakeOutcome {
  proved(socket: FramedSocket, peer: LinkPeer): void;
  /** `reason` is null when this end gave up of itself. */
  failed(error: AtlasError, reason: LinkRefusal | null): void;
}

/** Ends a handshake that is not done. */
export type GiveUp = (why: string, reason?: LinkRefusal) => void;

/** Shakes hands as the end that connected. The returned function gives up. */
export function shakeAsConnecting(
  socket: Socket,
  identity: HandshakeIdentity,
  outcome: HandshakeOutcome,
): GiveUp {
  const handshake = new ConnectingHandshake(identity);
  let peer: LinkPeer | null = null;
  return shake(socket, outcome, {
    begin: (framed) => {
      socket.once('connect', () => framed.write(FRAME_HELLO, handshake.hello));
    },
    frame: (framed, kind, body) => {
      if (kind === FRAME_CHALLENGE && peer === null) {
        const answer = handshake.answer(body);
        peer = answer.peer;
        framed.write(FRAME_PROOF, answer.proof);
        return null;
      }
      if (kind === FRAME_ACCEPTED && peer !== null) return peer;
      if (kind === FRAME_REFUSED)
        throw linkRefused('by-peer', 'the other end does not take this process');
      throw linkRefused('malformed', 'the other end does not follow the handshake');
    },
  });
}

/** Shakes hands as the end that listens. */
export function shakeAsListening(
  socket: Socket,
  identity: HandshakeIdentity,
  outcome: HandshakeOutcome,
): GiveUp {
  let handshake: ListeningHandshake | null = null;
  return shake(socket, outcome, {
    begin: () => {},
    frame: (framed, kind, body) => {
      if (kind === FRAME_HELLO && handshake === null) {
        handshake = new ListeningHandshake(identity, body);
        framed.write(FRAME_CHALLENGE, handshake.challenge);
        return null;
      }
      if (kind !== FRAME_PROOF || handshake === null)
        throw linkRefused('malformed', 'no handshake');
      handshake.check(body);
      framed.write(FRAME_ACCEPTED, new Uint8Array(0));
      return handshake.peer;
    },
  });
}

interface Role {
  begin(framed: FramedSocket): void;
  /** The peer, once it is proved. @throws AtlasError ATLAS_LINK_REFUSED */
  frame(framed: FramedSocket, kind: number, body: Uint8Array): LinkPeer | null;
}

function shake(socket: Socket, outcome: HandshakeOutcome, role: Role): GiveUp {
  let done = false;
  const finish = (): void => {
    done = true;
    clearTimeout(timer);
  };
  const giveUp: GiveUp = (why, reason) => {
    if (done) return;
    framed.destroy();
    finish();
    outcome.failed(new AtlasError('ATLAS_LINK_CLOSED', `no link: ${why}`), reason ?? null);
  };
  const timer = setTimeout(() => {
    giveUp(`no handshake in ${HANDSHAKE_TIMEOUT_MS} ms`, 'timeout');
  }, HANDSHAKE_TIMEOUT_MS);
  const framed: FramedSocket = new FramedSocket(socket, HANDSHAKE_BYTES_MAX, {
    ended: (why, malformed) => giveUp(why, malformed ? 'malformed' : 'broken'),
    frame: (kind, body) => {
      try {
        const peer = role.frame(framed, kind, body);
        if (peer === null) return true;
        finish();
        outcome.proved(framed, peer);
        return true;
      } catch (error) {
        if (!(error instanceof AtlasError) || error.code !== 'ATLAS_LINK_REFUSED') throw error;
        framed.write(FRAME_REFUSED, new Uint8Array(0));
        framed.endGently();
        finish();
        outcome.failed(error, error.details['reason'] as LinkRefusal);
        return false;
      }
    },
  });
  role.begin(framed);
  return giveUp;
}
