import { type StripeConstructor } from "@stripe/stripe-js";

declare global {
  interface Window {
    Stripe?: StripeConstructor;
  }
}

const loading = new Map<string, Promise<StripeConstructor>>();

/**
 * Loads the card network's own script from where the server says, once a page. Card numbers go through it straight to
 * the network, so it is never bundled and never cached by us. A failure may be tried again.
 */
export function loadStripe(url: string): Promise<StripeConstructor> {
  const known = loading.get(url);
  if (known !== undefined) return known;
  const loaded = new Promise<StripeConstructor>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.async = true;
    script.onload = () => {
      if (window.Stripe === undefined) reject(new Error("the card form's script is not what it should be"));
      else resolve(window.Stripe);
    };
    script.onerror = () => {
      script.remove();
      reject(new Error("the card form could not be loaded"));
    };
    document.head.append(script);
  });
  loading.set(url, loaded);
  loaded.catch(() => loading.delete(url));
  return loaded;
}
