import { ACCOUNT_BYTES_MAX, GATEWAY_LIMITS } from '@atlasnet/proxy';
import { GATEWAY_SERVER_LIMITS } from './limits.ts';

/** JSON Schema, as both fastify and OpenAPI 3.1 take it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export const credential: JsonSchema = {
  type: 'string',
  maxLength: GATEWAY_LIMITS.credentialCharacters,
};
export const text: JsonSchema = { type: 'string' };
export const whole: JsonSchema = { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
export const reason: JsonSchema = { type: 'string', maxLength: GATEWAY_LIMITS.reasonCharacters };
export const accountParameter: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: GATEWAY_SERVER_LIMITS.parameterCharacters,
};
/** As a log in gives one: what a token can name. */
export const accountName: JsonSchema = {
  type: 'string',
  minLength: 1,
  maxLength: ACCOUNT_BYTES_MAX,
};
export const sessionParameter: JsonSchema = { type: 'string', pattern: '^[0-9]{1,16}$' };
export const listLimit: JsonSchema = { type: 'string', pattern: '^[0-9]{1,4}$' };
export const sessionPlace: JsonSchema = { type: 'string', pattern: '^[0-9]{1,16}-[0-9]{1,16}$' };

/** An object with these properties and no others. */
export function object(
  properties: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = Object.keys(properties),
): JsonSchema {
  return { type: 'object', additionalProperties: false, required, properties };
}

export function list(items: JsonSchema): JsonSchema {
  return { type: 'array', items };
}

export const refusal = object({ code: text, message: text, hint: text });
export const openSession = object({ session: whole, account: text, atMs: whole });
export const accountBan = object({ account: text, reason: text, untilMs: whole });
