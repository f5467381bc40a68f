import { refusal } from './request-schemas.ts';
import type { JsonSchema } from './request-schemas.ts';

/** Who may use a route: anybody, the bearer of an access token, of network.token, or either for what is theirs. */
export type Access = 'open' | 'player' | 'administration' | 'player or administration';

/** What a route takes and answers: the server checks by it, and the OpenAPI document shows it. */
export interface RouteDescription {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** As fastify writes it, with `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: JsonSchema;
  readonly query?: JsonSchema;
  readonly body?: JsonSchema;
  readonly answer: JsonSchema;
}

/** The OpenAPI 3.1 document of these routes. */
export function openApiOf(routes: readonly RouteDescription[], version: string): JsonSchema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'AtlasNet gateway', version },
    paths,
    components: {
      securitySchemes: {
        player: { type: 'http', scheme: 'bearer', description: 'What POST /login answered.' },
        administration: { type: 'http', scheme: 'bearer', description: 'network.token.' },
      },
      schemas: { Refusal: refusal },
    },
  };
}

function operationOf({ summary, access, params, query, body, answer }: RouteDescription) {
  const parameters = [...parametersOf('path', params), ...parametersOf('query', query)];
  const json = (schema: JsonSchema) => ({ 'application/json': { schema } });
  return {
    summary,
    ...(access === 'open'
      ? {}
      : { security: access.split(' or ').map((scheme) => ({ [scheme]: [] })) }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      200: { description: 'Done.', content: json(answer) },
      default: {
        description: 'Refused; `code` is one of the closed list.',
        content: json({ $ref: '#/components/schemas/Refusal' }),
      },
    },
  };
}

function parametersOf(place: 'path' | 'query', schema: JsonSchema | undefined): unknown[] {
  const properties = (schema?.['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (schema?.['required'] ?? []) as readonly string[];
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: of,
  }));
}
