import { type LogInRequest, type ProfileChange, type SignUpRequest, type User } from "../types.ts";
import { body, type CallOptions, type Wire } from "../wire.ts";

/** Signing in and out, and the customer's own. */
export function accountCalls({ http, session, vault }: Wire) {
  return {
    auth: {
      signUp: async (request: SignUpRequest, call: CallOptions = {}): Promise<User> =>
        session.adopt(await body(http.POST("/auth/signup", { body: request, ...call }))),
      logIn: async (request: LogInRequest, call: CallOptions = {}): Promise<User> =>
        session.adopt(await body(http.POST("/auth/login", { body: request, ...call }))),
      /** Ends the session here even when the server cannot be told. */
      logOut: async (call: CallOptions = {}): Promise<void> => {
        try {
          const refreshToken = (await vault?.get()) ?? null;
          const request = refreshToken === null ? {} : { body: { refresh_token: refreshToken } };
          await body(http.POST("/auth/logout", { ...request, ...call }));
        } finally {
          await session.end();
        }
      },
      /** Brings back the session of an earlier page; call once when a page starts. */
      restore: () => session.restore(),
    },

    me: {
      get: (call: CallOptions = {}) => body(http.GET("/me", { ...call })),
      update: async (change: ProfileChange, call: CallOptions = {}): Promise<User> => {
        const user = await body(http.PATCH("/me", { body: change, ...call }));
        session.replaceUser(user);
        return user;
      },
      /** What can be spent, what is coming, and what moved them. */
      points: (query: { cursor?: string; limit?: number } = {}, call: CallOptions = {}) =>
        body(http.GET("/me/points", { params: { query }, ...call })),
    },
  };
}
