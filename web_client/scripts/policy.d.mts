export interface Surroundings {
  readonly site: string;
  readonly apiOrigin: string | undefined;
  readonly apiPort: string;
  readonly cardScript: string | undefined;
}

export function surroundings(environment?: Readonly<Record<string, string | undefined>>): Surroundings;

export function pageHeaders(around: Surroundings, host: string): Readonly<Record<string, string>>;

export function staffHeaders(around: Surroundings, host: string): Readonly<Record<string, string>>;
