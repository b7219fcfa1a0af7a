import { describe, expect, test } from "vitest";

import hosts from "../../../tests/server/settings/hosts.json" with { type: "json" };
import { readSettings } from "../../scripts/settings.mjs";

const sound = {
  ENVIRONMENT: "production",
  WEB_URL: "https://cinema.example",
  API_URL: "http://10.0.3.9:8000",
};

describe("what the server of the web client is started with", () => {
  test("is read whole", () => {
    expect(readSettings({ ...sound, PORT: "8080", HOSTNAME: "0.0.0.0" })).toMatchObject({
      port: 8080,
      hostname: "0.0.0.0",
    });
  });

  test("has defaults for everything but what the house is for", () => {
    expect(readSettings({ ENVIRONMENT: "development" })).toMatchObject({ port: 3000, hostname: "127.0.0.1" });
  });

  test.each(hosts.public)("%s is a host that the public can reach", (host) => {
    expect(() => readSettings({ ...sound, WEB_URL: `https://${host}` })).not.toThrow();
  });

  test.each(hosts.own)("%s is none", (host) => {
    expect(() => readSettings({ ...sound, WEB_URL: `https://${host}` })).toThrow("WEB_URL must name a host");
  });

  test.each([
    [{ ENVIRONMENT: undefined }, "ENVIRONMENT must be"],
    [{ ENVIRONMENT: "prodution" }, "ENVIRONMENT must be"],
    [{ WEB_URL: undefined }, "WEB_URL must begin with https:"],
    [{ WEB_URL: "http://cinema.example" }, "WEB_URL must begin with https:"],
    [{ WEB_URL: "https://localhost:3000" }, "WEB_URL must name a host"],
    [{ WEB_URL: "https://[::1]" }, "WEB_URL must name a host"],
    [{ WEB_URL: "cinema.example" }, "WEB_URL must be an address"],
    [{ API_PUBLIC_URL: "http://api.cinema.example" }, "API_PUBLIC_URL must begin with https:"],
    [{ API_URL: "notaurl" }, "API_URL must be an address"],
    [{ API_URL: "ftp://api" }, "API_URL must be an address"],
    [{ PORT: "abc" }, "PORT must be a port"],
    [{ PORT: "70000" }, "PORT must be a port"],
    [{ API_PORT: "0" }, "API_PORT must be a port"],
    [{ PAGE_SECONDS: "x" }, "PAGE_SECONDS must be a number"],
    [{ PAGE_SECONDS: "0" }, "PAGE_SECONDS must be a number"],
    [{ PAGE_SECONDS: "-1" }, "PAGE_SECONDS must be a number"],
    [{ TRUSTED_PROXIES: "0.0.0.0/0" }, "TRUSTED_PROXIES: "],
    [
      { STRIPE_PUBLISHABLE_KEY: "pk_live_1", STRIPE_SCRIPT_URL: "http://js.example" },
      "STRIPE_SCRIPT_URL must begin",
    ],
  ])("%o is refused by its name", (change, sentence) => {
    expect(() => readSettings({ ...sound, ...change })).toThrow(sentence);
  });
});
