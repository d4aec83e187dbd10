import type { Outline, OutlineValue } from "./outline.js";

/** A published Swagger 2.0 document, as spec/transcripts/swagger-*.yaml has it. */
export interface SwaggerTranscript {
  readonly apiVersion: string;
  readonly operations: Readonly<Record<string, SwaggerOperation>>;
  readonly models: Readonly<Record<string, SwaggerModel>>;
}

export interface SwaggerOperation {
  readonly method: string;
  readonly path: string;
  readonly consumes?: readonly string[];
  readonly produces?: readonly string[];
  readonly parameters: readonly SwaggerParameter[];
  readonly responses: Readonly<Record<string, { headers?: Readonly<Record<string, string>>; body?: string }>>;
}

interface SwaggerValue {
  readonly type?: string;
  readonly model?: string;
  readonly items?: SwaggerValue;
  readonly enum?: readonly string[];
  readonly open?: boolean;
  readonly [keyword: string]: unknown;
}

interface SwaggerParameter extends SwaggerValue {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly collectionFormat?: string;
}

interface SwaggerModel {
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly properties: Readonly<Record<string, SwaggerValue>>;
}

/** The outline of a transcript. The name of a body is left out: OpenAPI 3 has no place for it. */
export function outlineOfSwagger({ operations, models }: SwaggerTranscript): Outline {
  return {
    ...Object.fromEntries(
      Object.entries(operations).map(([id, operation]) => [operationId(id), operationOutline(operation)]),
    ),
    ...Object.fromEntries(Object.entries(models).map(([name, model]) => [name, modelOutline(model)])),
  };
}

/** `WebPubSub_SendToAll` → `sendToAll`. */
export function operationId(id: string): string {
  return id.replace(/^(?:WebPubSub|HealthApi)_(.)/, (_, letter: string) => letter.toLowerCase());
}

function operationOutline(operation: SwaggerOperation): Outline {
  const { method, path, consumes = [], produces = [], parameters, responses } = operation;
  const body = parameters.find((each) => each.in === "body");
  return {
    method,
    path,
    ...Object.fromEntries(
      parameters
        .filter((each) => each !== body)
        .map((each) => [`${each.in} ${each.name}`, parameterOutline(each)] as const),
    ),
    ...(body && {
      body: { required: body.required === true, ...forEach(consumes, valueOutline(body)) },
    }),
    ...Object.fromEntries(
      Object.entries(responses).map(([status, { headers = {}, body: model }]) => [
        status,
        {
          ...Object.fromEntries(Object.entries(headers).map(([name, type]) => [`header ${name}`, type])),
          ...(model !== undefined && forEach(produces, { model })),
        },
      ]),
    ),
  };
}

function forEach(mediaTypes: readonly string[], value: Outline): Outline {
  return Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, value]));
}

function parameterOutline({ required, collectionFormat, ...value }: SwaggerParameter): Outline {
  return {
    required: required === true,
    ...(value.type === "array" && { repeated: collectionFormat === "multi" }),
    ...valueOutline(value),
  };
}

function valueOutline({
  items,
  enum: values,
  in: _place,
  name: _name,
  required: _required,
  ...others
}: SwaggerValue): Outline {
  return {
    ...(others as Outline),
    ...(items && { items: valueOutline(items) }),
    ...(values && { values: values as readonly OutlineValue[] }),
  };
}

function modelOutline({ required = [], additionalProperties, properties }: SwaggerModel): Outline {
  const members = Object.entries(properties).map(([name, value]) => [
    name,
    { required: required.includes(name), ...valueOutline(value) },
  ]);
  return { ...(additionalProperties === false && { closed: true }), ...Object.fromEntries(members) };
}
