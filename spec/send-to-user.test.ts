import { describe, expect, test } from "vitest";
import {
  type OperationObject,
  type ParameterObject,
  type RequestBody,
  type ResponseObject,
  resolve,
} from "../scripts/generate/openapi-document.js";
import { readBundle, readYaml } from "./testing/read-description.js";

interface Page {
  method: string;
  path: string;
  apiVersion: string;
  parameters: Record<string, Record<string, unknown>>;
  requestMediaTypes: string[];
  sample: { request: { path: string } };
  definitions: Record<string, Record<string, unknown>>;
}

const page = readYaml<Page>("transcripts/send-to-user-2023-07-01.yaml");
const document = readBundle(page.apiVersion);
const item = document.paths[page.path];
const operation = item?.[page.method.toLowerCase()] as OperationObject;
const parameters = [...(item?.parameters ?? []), ...(operation.parameters ?? [])].map((each) =>
  resolve<ParameterObject>(document, each),
);

describe("the 2023-07-01 description says of sendToUser what the reference page says", () => {
  test("its operation", () => {
    expect(operation.operationId).toBe("sendToUser");
  });

  test("its parameters, and no other", () => {
    expect(parameters.map(({ name }) => name).toSorted()).toEqual(Object.keys(page.parameters).toSorted());
  });

  test.for(Object.entries(page.parameters))("its parameter %s, with every constraint", ([name, printed]) => {
    const parameter = parameters.find((each) => each.name === name);
    const schema = parameter?.schema as Record<string, unknown>;
    const { pattern, ...others }: Record<string, unknown> = {
      in: parameter?.in,
      required: parameter?.required === true,
      ...schema,
    };
    const { pattern: printedPattern, ...printedOthers } = printed;
    expect(others).toMatchObject(printedOthers);
    // Written so that every regular-expression dialect reads it in the same way: the same names fit.
    if (printedPattern === undefined) return;
    const [ours, theirs] = [pattern, printedPattern].map((text) => new RegExp(String(text)));
    for (let code = 0; code < 0x250; code++) {
      for (const text of [
        String.fromCharCode(code),
        `a${String.fromCharCode(code)}`,
        `${String.fromCharCode(code)}a`,
      ]) {
        expect([text, ours?.test(text)]).toEqual([text, theirs?.test(text)]);
      }
    }
    for (const length of [0, 1, 127, 128, 129]) {
      expect([length, ours?.test("a".repeat(length))]).toEqual([length, theirs?.test("a".repeat(length))]);
    }
  });

  test("its request media types", () => {
    const body = resolve<RequestBody>(document, operation.requestBody as RequestBody);
    expect(Object.keys(body.content).toSorted()).toEqual(page.requestMediaTypes.toSorted());
  });

  test("its 202 without a body, and a default with x-ms-error-code and the flat error", () => {
    const accepted = resolve<ResponseObject>(document, operation.responses["202"] as ResponseObject);
    expect(accepted.content).toBeUndefined();
    const failure = resolve<ResponseObject>(document, operation.responses.default as ResponseObject);
    expect(Object.keys(failure.headers ?? {})).toContain("x-ms-error-code");
    expect(failure.content?.["application/json"]?.schema).toEqual({ $ref: "#/components/schemas/ErrorDetail" });
  });

  test.for(Object.entries(page.definitions))("its definition %s, member by member", ([name, members]) => {
    const schema = document.components.schemas?.[name] as { properties: Record<string, unknown> };
    expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(members).toSorted());
  });
});
