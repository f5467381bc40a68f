/** CommandResult of log.proto, as plain numbers. */
export const COMMAND_RESULT_APPLIED = 0;
export const COMMAND_RESULT_UNKNOWN = 1;
export const COMMAND_RESULT_MALFORMED = 2;
export const COMMAND_RESULT_REFUSED = 3;
export const COMMAND_RESULT_FAILED = 4;
export const COMMAND_RESULT_NO_AVATAR = 5;

/** Reasons of a Refusal and of a ReturnedMessage (rule M3). */
export const REFUSAL_NO_ENTITY = 1;
export const REFUSAL_HOOK_THREW = 2;
export const REFUSAL_UNKNOWN_KIND = 3;
export const REFUSAL_MALFORMED = 4;
export const REFUSAL_HOPS = 5;
/** It is packed by a declaration that the region does not know, or cannot be carried over from. */
export const REFUSAL_DECLARATION = 6;

/** TaskStatus of log.proto, as hooks are told. */
export const TASK_STATUSES = [
  'done',
  'unknownTask',
  'malformed',
  'threw',
  'timedOut',
  'givenUp',
  'tooMany',
] as const;

/** Kinds of a SessionWord. */
export const WORD_LEFT = 1;
export const WORD_TAKEN_OVER = 2;
export const WORD_KICKED = 3;

/** SessionUpdate.refusal: why a session that asked is not in the region. */
export const SESSION_REFUSED_FULL = 1;
export const SESSION_REFUSED_SECOND = 2;
export const SESSION_REFUSED_UNKNOWN = 3;
