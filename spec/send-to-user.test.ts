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

describe("sendToUser in the 2023-07-01 description", () => {
  test("stands at the path of the reference page", () => {
    expect(operation.operationId).toBe("sendToUser");
  });

  test("takes the parameters of the reference page", () => {
    expect(parameters.map(({ name }) => name).toSorted()).toEqual(Object.keys(page.parameters).toSorted());
  });

  test.for(Object.entries(page.parameters))(
    "constrains the parameter %s as the reference page does",
    ([name, printed]) => {
      const parameter = parameters.find((each) => each.name === name);
      const schema = parameter?.schema as Record<string, unknown>;
      const { pattern, ...others }: Record<string, unknown> = {
        in: parameter?.in,
        required: parameter?.required === true,
        ...schema,
      };
      const { pattern: printedPattern, ...printedOthers } = printed;
      expect(others).toMatchObject(printedOthers);
      // Ours is written for every dialect of regular expressions, so the texts differ: the same names must match.
      if (printedPattern === undefined) return;
      const [described, published] = [pattern, printedPattern].map((text) => new RegExp(String(text)));
      for (let code = 0; code < 0x250; code++) {
        for (const text of [
          String.fromCharCode(code),
          `a${String.fromCharCode(code)}`,
          `${String.fromCharCode(code)}a`,
        ]) {
          expect([text, described?.test(text)]).toEqual([text, published?.test(text)]);
        }
      }
      for (const length of [0, 1, 127, 128, 129]) {
        expect([length, described?.test("a".repeat(length))]).toEqual([length, published?.test("a".repeat(length))]);
      }
    },
  );

  test("accepts the request media types of the reference page", () => {
    const body = resolve<RequestBody>(document, operation.requestBody as RequestBody);
    expect(Object.keys(body.content).toSorted()).toEqual(page.requestMediaTypes.toSorted());
  });

  test("returns 202 without a body, or an error with x-ms-error-code and a flat body", () => {
    const accepted = resolve<ResponseObject>(document, operation.responses["202"] as ResponseObject);
    expect(accepted.content).toBeUndefined();
    const failure = resolve<ResponseObject>(document, operation.responses.default as ResponseObject);
    expect(Object.keys(failure.headers ?? {})).toContain("x-ms-error-code");
    expect(failure.content?.["application/json"]?.schema).toEqual({ $ref: "#/components/schemas/ErrorDetail" });
  });

  test.for(Object.entries(page.definitions))("gives %s the members on the reference page", ([name, members]) => {
    const schema = document.components.schemas?.[name] as { properties: Record<string, unknown> };
    expect(Object.keys(schema.properties).toSorted()).toEqual(Object.keys(members).toSorted());
  });
});
