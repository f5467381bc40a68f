/**
 * The version of everything that services and clients say, the log's records included: 1 more with every
 * change of schemas/proto. A change that older programs cannot read also raises RECORD_VERSION.
 */
export const PROTOCOL_VERSION = 9;

/** SHA-256 of the .proto files of that version without comments and white space; a test compares it. */
export const PROTOCOL_SCHEMA_HASH =
  '79290dc4ab1a9833ecfd0f07ba3cbd7e4a3d8812f0c4cb9eb984cf36c5ce3885';
