import { join } from "node:path";

import { type NextConfig } from "next";

const config: NextConfig = {
  transpilePackages: ["@movie-magic/client-sdk"],
  // The workspaces' common root: the SDK's source lies outside this folder.
  turbopack: { root: join(import.meta.dirname, "..") },
  outputFileTracingRoot: join(import.meta.dirname, ".."),
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // `npm run check` runs the type checker over all workspaces at once; the build need not do it again.
  typescript: { ignoreBuildErrors: true },
};

export default config;
