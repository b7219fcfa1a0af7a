import { type SessionAnswer } from "@movie-magic/client-sdk/api";

/** What the server answers when Asha signs in. */
export const ashaSignedIn: SessionAnswer = {
  access_token: "access-1",
  expires_in: 900,
  refresh_token: null,
  device_token: null,
  token_type: "Bearer",
  user: {
    id: "user-1",
    email: "asha@example.com",
    name: "Asha",
    phone: null,
    roles: ["customer"],
    email_verified: true,
    phone_verified: false,
    locale: "en",
  },
};
