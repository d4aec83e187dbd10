/** The text of generated/README.md. */
export function generatedReadme(): string {
  return `# generated/

Written by \`npm run generate\` from \`spec/\` and \`redocly.yaml\`. Never edit these files: change the description and generate
again. \`npm run check:generated\` fails when they are out of date. Every other file in this folder is deleted.

| file | contents |
| - | - |
| \`<name>/openapi.json\` | the description as one document, OpenAPI 3.1, as other tools read it |
| \`<version>/openapi-3.0.json\` | the same as OpenAPI 3.0.3 |
| \`<name>/operations.ts\` | all that the description states about each operation, except prose |
| \`<version>/types.ts\` | the types of an api-version, by openapi-typescript |
| \`versions.ts\` | the list of api-versions: no other place names them |
| \`requests.ts\` | what the client needs to send each operation, and since which api-version it can |
| \`functions.ts\` | a function for each operation of the newest api-version, which the client exports; it imports from \`src/client/\` |
| \`index.ts\` | what the client reads: the above, and the types of each api-version |
| \`operations.ts\`, \`types.ts\` | those of the newest api-version |
| \`descriptions.ts\` | the operations of every description |
| \`operation.ts\` | the types of these tables, a copy of \`scripts/generate/operation.ts\` |

A name is an api-version or an overlay in \`spec/overlays/\`.
`;
}
