/**
 * The version of everything that services and clients say, the log's records included: 1 more with every
 * change of schemas/proto. A change that older programs cannot read also raises RECORD_VERSION.
 */
export const PROTOCOL_VERSION = 11;

/** SHA-256 of the .proto files of that version without comments and white space; a test compares it. */
export const PROTOCOL_SCHEMA_HASH =
  '8670e556e38de786ab702974a158ce336af9e1f9322679b6988464c1b9f90859';
