import { isProblem } from "../problems.ts";
import { type LogInRequest, type ProfileChange, type SignUpRequest, type User } from "../types.ts";
import { body, type CallOptions, type Wire } from "../wire.ts";

/** Signing in and out, and the customer's own. */
export function accountCalls({ http, session, vault }: Wire) {
  const getUser = async (call: CallOptions = {}): Promise<User> => {
    const user = await body(http.GET("/me", { ...call }));
    session.replaceUser(user);
    return user;
  };
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
      /** Follows a mailed link that proves an address; works signed out as well. */
      verify: async (token: string, call: CallOptions = {}) => {
        const proven = await body(http.POST("/auth/verify", { body: { token }, ...call }));
        try {
          // The link opens a new page, whose session may still be coming back with the address as it was before.
          if ((await session.restore()).status === "signed-in") await getUser(call);
        } catch (error) {
          // The address is proven all the same; the next renewal brings what could not be read now.
          if (!isProblem(error)) throw error;
        }
        return proven;
      },
      /** Has the link that proves the account's address mailed again. */
      sendVerification: async (call: CallOptions = {}): Promise<void> => {
        await body(http.POST("/auth/verify/send", { ...call }));
      },
      /** Has a link mailed that sets a new password, if the address has an account; the answer never tells. */
      forgot: async (email: string, call: CallOptions = {}): Promise<void> => {
        await body(http.POST("/auth/forgot", { body: { email }, ...call }));
      },
      /** Sets a new password by such a link. Every session ends, so this one does too. */
      reset: async (token: string, password: string, call: CallOptions = {}): Promise<void> => {
        await body(http.POST("/auth/reset", { body: { token, password }, ...call }));
        await session.end();
      },
      /** Has a code sent to a phone. */
      askPhoneCode: async (phone: string, call: CallOptions = {}): Promise<void> => {
        await body(http.POST("/auth/phone", { body: { phone }, ...call }));
      },
      /** Enters that code; the phone becomes the account's. */
      enterPhoneCode: async (code: string, call: CallOptions = {}): Promise<User> => {
        const user = await body(http.POST("/auth/phone/verify", { body: { code }, ...call }));
        session.replaceUser(user);
        return user;
      },
      /** Brings back the session of an earlier page; call once when a page starts. */
      restore: () => session.restore(),
    },

    me: {
      get: getUser,
      /** Changes the password; every other session ends. */
      changePassword: async (current: string, password: string, call: CallOptions = {}): Promise<void> => {
        await body(http.POST("/me/password", { body: { current_password: current, password }, ...call }));
      },
      /** Asks for another address; it counts once the link mailed there was followed. */
      changeEmail: async (email: string, password: string, call: CallOptions = {}): Promise<void> => {
        await body(http.POST("/me/email", { body: { email, password }, ...call }));
      },
      /** Where the account is signed in, the place seen last first. */
      sessions: (call: CallOptions = {}) => body(http.GET("/me/sessions", { ...call })),
      endSession: async (id: string, call: CallOptions = {}): Promise<void> => {
        await body(
          http.DELETE("/me/sessions/{session_id}", { params: { path: { session_id: id } }, ...call }),
        );
      },
      /** Signs out everywhere but here. */
      endOtherSessions: (call: CallOptions = {}) =>
        body(http.DELETE("/me/sessions", { params: { query: { others: true } }, ...call })),
      /** Everything kept about this customer, as the text of a JSON file. */
      copy: (call: CallOptions = {}) => body<string>(http.GET("/me/export", { parseAs: "text", ...call })),
      /** Deletes the account, and ends the session here. */
      remove: async (password: string, call: CallOptions = {}): Promise<void> => {
        await body(http.DELETE("/me", { body: { password }, ...call }));
        await session.end();
      },
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
