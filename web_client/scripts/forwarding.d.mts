import { type IncomingMessage } from "node:http";

export interface Network {
  readonly bits: bigint;
  readonly value: bigint;
  readonly prefix: bigint;
}

export function trustedProxies(text: string | undefined): readonly Network[];

export function isTrusted(address: string, trusted: readonly Network[]): boolean;

export function visitorOf(peer: string, lines: readonly string[], trusted: readonly Network[]): string;

export function tellVisitor(request: IncomingMessage, trusted: readonly Network[]): void;
