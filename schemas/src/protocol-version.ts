/**
 * The version of everything that services and clients say, the log's records included: 1 more with every
 * change of schemas/proto. A change that older programs cannot read also raises RECORD_VERSION.
 */
export const PROTOCOL_VERSION = 3;

/** SHA-256 of the .proto files of that version without comments and white space; a test compares it. */
export const PROTOCOL_SCHEMA_HASH =
  '475a1493a5b601e5a3a645b5a9ec8807488478cab723f97b5c4c93c59c885f58';
