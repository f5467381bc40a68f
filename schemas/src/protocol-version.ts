/**
 * The version of everything that services and clients say, the log's records included: 1 more with every
 * change of schemas/proto. A change that older programs cannot read also raises RECORD_VERSION.
 */
export const PROTOCOL_VERSION = 11;

/** SHA-256 of the .proto files of that version without comments and white space; a test compares it. */
export const PROTOCOL_SCHEMA_HASH =
  'a60ed9e374a7fbc7c95ff5c21d7e43ecab89b75a559203cccead1f89edacbf11';
