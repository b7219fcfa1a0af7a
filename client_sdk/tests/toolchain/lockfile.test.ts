import { readFile } from "node:fs/promises";

import { expect, test } from "vitest";

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const file = new URL("../../../package-lock.json", import.meta.url);
const { packages } = JSON.parse(await readFile(file, "utf8")) as {
  packages: Readonly<Record<string, Locked>>;
};

test("the lock names no registry, so that any can serve it", () => {
  const addresses = Object.values(packages).filter(({ resolved }) => resolved?.includes("://"));
  expect(addresses).toEqual([]);
});

test("the lock has the builds of every platform, not only of the one it was made on", () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`${place}/node_modules/${name}` in packages) && !(`node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});
