import js from "@eslint/js";
import next from "@next/eslint-plugin-next";
import vitest from "@vitest/eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import prettier from "eslint-config-prettier";
import { createTypeScriptImportResolver } from "eslint-import-resolver-typescript";
import { importX } from "eslint-plugin-import-x";
import jsxA11y from "eslint-plugin-jsx-a11y";
import react from "eslint-plugin-react";
import reactHooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const networkMessage =
  "The network is client_sdk's: use its API client or its live socket, so that errors, tokens and retries are the same everywhere.";

/** Names through which the network can be reached without importing anything. */
const networkGlobals = ["fetch", "WebSocket", "XMLHttpRequest", "EventSource"];

const noNetwork = {
  "no-restricted-globals": ["error", ...networkGlobals.map((name) => ({ name, message: networkMessage }))],
  "no-restricted-properties": [
    "error",
    ...["window", "globalThis", "self"].flatMap((object) =>
      networkGlobals.map((property) => ({ object, property, message: networkMessage })),
    ),
  ],
};

export default defineConfig(
  globalIgnores([
    ".data/**",
    ".venv/**",
    "**/.next/**",
    "**/dist/**",
    "**/coverage/**",
    "**/next-env.d.ts",
    "client_sdk/src/api/schema.d.ts",
  ]),
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },

  js.configs.recommended,
  importX.flatConfigs.recommended,
  {
    settings: {
      "import-x/resolver-next": [
        createTypeScriptImportResolver({
          noWarnOnMultipleProjects: true,
          project: ["client_sdk/tsconfig.json", "web_client/tsconfig.json", "admin_ui/tsconfig.json"],
        }),
      ],
    },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "import-x/first": "error",
      "import-x/newline-after-import": "error",
      "import-x/no-cycle": "error",
      // `fc.assert` reads better than a bare `assert`, and is how its documentation is written.
      "import-x/no-named-as-default-member": "off",
      "import-x/no-duplicates": ["error", { "prefer-inline": true }],
      "import-x/no-extraneous-dependencies": "error",
      "import-x/no-self-import": "error",
      "import-x/order": [
        "error",
        {
          groups: ["builtin", "external", "internal", ["parent", "sibling", "index"]],
          pathGroups: [{ pattern: "@/**", group: "internal" }],
          pathGroupsExcludedImportTypes: ["builtin"],
          "newlines-between": "always",
          alphabetize: { order: "asc", caseInsensitive: true },
        },
      ],
    },
  },

  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      importX.flatConfigs.typescript,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      // Components pass `onClick={async () => …}`; everywhere else a promise must be waited for.
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
    },
  },

  {
    files: ["client_sdk/src/**/*.{ts,tsx}", "{web_client,admin_ui}/**/*.{ts,tsx}"],
    extends: [
      react.configs.flat.recommended,
      react.configs.flat["jsx-runtime"],
      reactHooks.configs.flat.recommended,
      jsxA11y.flatConfigs.strict,
    ],
    languageOptions: { globals: { ...globals.browser } },
    settings: { react: { version: "19.3" } },
    rules: {
      "react/button-has-type": "error",
      "react/jsx-no-leaked-render": ["error", { validStrategies: ["ternary", "coerce"] }],
      "react/jsx-no-useless-fragment": "error",
      "react/no-array-index-key": "error",
      "react/no-danger": "error",
      // TypeScript checks props.
      "react/prop-types": "off",
      "react-hooks/exhaustive-deps": "error",
    },
  },

  {
    files: ["web_client/**/*.{ts,tsx,mjs}"],
    extends: [next.configs["core-web-vitals"]],
    settings: { next: { rootDir: `${import.meta.dirname}/web_client` } },
    rules: { ...noNetwork },
  },
  { files: ["admin_ui/**/*.{ts,tsx}"], rules: { ...noNetwork } },
  {
    // The one place of the web client that speaks HTTP itself: it passes /api on to the API's origin.
    files: ["web_client/**/api/**/route.ts", "web_client/**/proxy.ts", "web_client/**/proxy/**/*.ts"],
    rules: { "no-restricted-globals": "off", "no-restricted-properties": "off" },
  },

  {
    files: ["**/*.test.{ts,tsx}"],
    extends: [vitest.configs.recommended],
    rules: {
      "vitest/consistent-test-it": ["error", { fn: "test" }],
      // `inState` and `until` expect a state before they hand it over.
      "vitest/expect-expect": [
        "error",
        { assertFunctionNames: ["expect", "expect.**", "inState", "until", "fc.assert"] },
      ],
      "vitest/no-disabled-tests": "error",
      "vitest/no-focused-tests": "error",
    },
  },
  {
    // The test runner is a dependency of the root.
    files: ["**/tests/**"],
    rules: { "import-x/no-extraneous-dependencies": "off" },
  },
  {
    // Command-line scripts speak through the console, and configuration runs in Node.
    files: ["**/scripts/**", "**/*.config.{ts,mjs}"],
    languageOptions: { globals: { ...globals.node } },
    rules: { "no-console": "off", "import-x/no-extraneous-dependencies": "off" },
  },
  {
    // What we are measured against is installed by the measurement, not with the workspaces.
    files: ["benchmarks/peers/**"],
    languageOptions: { globals: { ...globals.node } },
    rules: { "import-x/no-unresolved": "off", "import-x/no-extraneous-dependencies": "off" },
  },

  prettier,
);
