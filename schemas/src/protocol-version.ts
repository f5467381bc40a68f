/**
 * The version of everything that services and clients say, the log's records included: 1 more with every
 * change of schemas/proto. A change that older programs cannot read also raises RECORD_VERSION.
 */
export const PROTOCOL_VERSION = 7;

/** SHA-256 of the .proto files of that version without comments and white space; a test compares it. */
export const PROTOCOL_SCHEMA_HASH =
  '9097e98747877bd2ddcc35b4cafcdab8a5da91250af48a333d8a55849e03e22a';
