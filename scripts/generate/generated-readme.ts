/** The text of generated/README.md. */
export function generatedReadme(): string {
  return `# generated/

Written by \`npm run generate\` from \`spec/\` and \`redocly.yaml\`. Never edit these files: change the description and generate
again. \`npm run check:generated\` fails when they are out of date. Every other file in this folder is deleted.

| file | contents |
| - | - |
| \`<name>/openapi.json\` | the description as one document, OpenAPI 3.1 |
| \`<name>/requests.ts\` | what the client needs to send each operation: method, path, parameters, media types |
| \`<name>/operations.ts\` | all that the description states about each operation, except prose |
| \`<version>/types.ts\` | the types of an api-version, by openapi-typescript |
| \`operation.ts\` | the types of these tables, a copy of \`scripts/generate/operation.ts\` |
| \`index.ts\` | the api-versions: types, requests, the newest one |
| \`descriptions.ts\` | the operations of every description |

A name is an api-version or an overlay in \`spec/overlays/\`.
`;
}
