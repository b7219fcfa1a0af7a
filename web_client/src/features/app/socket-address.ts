/** How a browser finds the API's WebSockets. */
export type SocketAddress =
  /** An address of its own, such as `https://live.example.org`. */
  | { readonly kind: "origin"; readonly origin: string }
  /** The host of the page, at another port. */
  | { readonly kind: "port"; readonly port: number };
