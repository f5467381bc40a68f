/** Numbers of the view messages' wire format: docs/protocol.md, "Views". */

/** The message carries its whole tick; else its low 16 bits. */
export const FLAG_WHOLE_TICK = 1;
export const FLAG_DESPAWNS = 2;
export const FLAG_SPAWNS = 4;
/** Another message of the same tick follows. */
export const FLAG_MORE = 8;
/** Of a view that began anew when the client named the newest tick that it shows: nothing of it is older. */
export const FLAG_ANEW = 16;

/** Low bits of a change's reference: the mask before, the one before that, or one that follows. */
export const MASK_SAME = 0;
export const MASK_OTHER = 1;
export const MASK_NEW = 2;

/** Unreliable channels of views: they rotate, so that one that comes late is still taken. */
export const VIEW_CHANNEL_FIRST = 1;
export const VIEW_CHANNELS = 30;
/** The unreliable channel of a client's inputs. */
export const INPUT_CHANNEL = 0;

/** A view message fits one packet of the channel layer. */
export const VIEW_MESSAGE_BYTES_MAX = 1136;
/** The handle of the client's own avatar. */
export const AVATAR_HANDLE = 0;
