import { type Network } from "./forwarding.mjs";

export interface Settings {
  readonly port: number;
  readonly hostname: string;
  readonly trusted: readonly Network[];
}

export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings;
