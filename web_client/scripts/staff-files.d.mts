export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Buffer | undefined;
}

export function staffFiles(
  directory: string,
  sockets: string,
): (path: string, acceptEncoding: string | undefined) => Answer | null;
