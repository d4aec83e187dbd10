import { describe, expect, test } from "vitest";
import { type Repository, referenceProblems } from "./references.js";

const FILES: Record<string, string> = {
  "README.md": "# Product\n\n## First `call`, and more\n",
  "docs/recipes.md": "",
  "src/index.ts": "",
};
const repository: Repository = {
  scripts: ["test", "lint", "check:docs"],
  topLevel: ["README.md", "docs", "src"],
  ignored: ["dist", "node_modules"],
  exists: (path) => Object.keys(FILES).some((file) => file === path || file.startsWith(`${path.replace(/\/$/, "")}/`)),
  read: (path) => FILES[path] ?? "",
};

function problems(text: string, path = "docs/recipes.md"): string[] {
  return referenceProblems({ path, text }, repository);
}

describe("referenceProblems", () => {
  test.for([
    ["a script", "`npm run lint` and `npm run check:docs -- --write`"],
    ["a script that npm runs without `run`", "    npm ci && npm test"],
    ["a command of npm", "```sh\nnpm install webpubsub-fetch\n```"],
    ["a placeholder", "`npm run NAME -- --help`, `npm run FILE`"],
    ["a recipe for another project", "```yaml\n- run: npm start\n```"],
    ["a module of a package", "`webpubsub-conformance/openapi/2024-12-01.json`"],
    ["npm in prose", "The npm page, and what npm does."],
    ["a link to a file of its folder", "[recipes](recipes.md)"],
    ["a link to a heading", "[call](../README.md#first-call-and-more)"],
    ["a link to a heading of the same document", "## Two words\n\n[up](#two-words)"],
    ["a link to another site", "[npm](https://www.npmjs.com/package/x#readme)"],
    ["a link in a code span", "`[a](b.md)`"],
    ["a path from the root", "`src/index.ts` in `src/`"],
    ["a path from its folder", "`./recipes.md`"],
    ["a built file", "`dist/index.js`"],
    ["a media type, a module and a URL path", "`application/json`, `webpubsub-fetch/2024-12-01`, `/api/health`"],
    ["a pattern", "`src/**/*.ts`, `docs/<name>.md`"],
  ] as const)("accepts %s", ([, text]) => {
    expect(problems(text)).toEqual([]);
  });

  test.for([
    [
      "a script that does not exist",
      "`npm run lnt`",
      'docs/recipes.md names `npm run lnt`, but package.json has no script "lnt".',
    ],
    [
      "a script that does not exist, in a block",
      "```sh\nnpm start\n```",
      'docs/recipes.md names `npm start`, but package.json has no script "start".',
    ],
    [
      "a script without `run`",
      "    npm lint",
      "docs/recipes.md names `npm lint`, which is not one of ci, exec, install, pack, publish. Write `npm run lint`?",
    ],
    [
      "a link to a file that does not exist",
      "[a](README.md)",
      "docs/recipes.md links to README.md, but docs/README.md does not exist.",
    ],
    [
      "a link to a heading that does not exist",
      "[a](../README.md#second)",
      "docs/recipes.md links to ../README.md#second, but README.md has no heading with that anchor.",
    ],
    ["a path that does not exist", "`src/main.ts`", "docs/recipes.md names `src/main.ts`, which does not exist."],
    [
      "a file that does not exist, in an unknown folder",
      "`source/main.ts`",
      "docs/recipes.md names `source/main.ts`, which does not exist.",
    ],
  ] as const)("reports %s", ([, text, problem]) => {
    expect(problems(text)).toEqual([problem]);
  });
});
