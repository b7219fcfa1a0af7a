/**
 * A stand-in for Stripe.js: the part of its interface that the web client uses, over the tests' own Stripe.
 *
 * The form is plain fields in the page itself; a card that the bank wants to ask about leaves the page for the
 * bank's, and comes back to `return_url` with what Stripe adds to it.
 */
/* global document, fetch, queueMicrotask, URL, URLSearchParams, window */
(() => {
  const home = new URL(document.currentScript.src).origin;

  const FIELDS = [
    { name: "number", label: "Card number", autocomplete: "cc-number", placeholder: "1234 1234 1234 1234" },
    { name: "expiry", label: "Expiration date", autocomplete: "cc-exp", placeholder: "MM / YY" },
    { name: "cvc", label: "Security code", autocomplete: "cc-csc", placeholder: "CVC" },
  ];
  const DIGITS = { number: 16, expiry: 4, cvc: 3 };
  const SAYS = {
    number: "Your card number is incomplete.",
    expiry: "Your card's expiration date is incomplete.",
    cvc: "Your card's security code is incomplete.",
  };

  const digits = (text) => text.replace(/\D/g, "");

  async function ask(path, fields) {
    const body = new URLSearchParams(fields);
    try {
      const answer = path.endsWith("/intent")
        ? await fetch(`${home}${path}?${body}`)
        : await fetch(`${home}${path}`, { method: "POST", body });
      return await answer.json();
    } catch {
      return { error: { type: "api_connection_error", message: "We are experiencing issues connecting." } };
    }
  }

  class PaymentElement {
    #appearance;
    #inputs = new Map();
    #box = null;
    #listeners = new Map();

    constructor(appearance) {
      this.#appearance = appearance ?? {};
    }

    mount(target) {
      const place = typeof target === "string" ? document.querySelector(target) : target;
      if (!place) throw new Error("IntegrationError: the element to mount the form in is not there");
      this.#box ??= this.#build();
      place.replaceChildren(this.#box);
      queueMicrotask(() => this.#tell("ready", { elementType: "payment" }));
    }

    unmount() {
      this.#box?.remove();
    }

    destroy() {
      this.unmount();
      this.#box = null;
      this.#inputs.clear();
      this.#listeners.clear();
    }

    focus() {
      this.#inputs.get("number")?.focus();
    }

    on(name, listener) {
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
      return this;
    }

    off(name, listener) {
      const left = (this.#listeners.get(name) ?? []).filter((one) => listener && one !== listener);
      this.#listeners.set(name, left);
      return this;
    }

    update() {
      return this;
    }

    /** The card's fields, or what is wrong with them. */
    read() {
      for (const { name } of FIELDS) {
        if (digits(this.#inputs.get(name)?.value ?? "").length < DIGITS[name]) {
          const error = { type: "validation_error", code: `incomplete_${name}`, message: SAYS[name] };
          return { error };
        }
      }
      return { number: digits(this.#inputs.get("number").value) };
    }

    #build() {
      const { colorText, colorBackground, fontFamily, borderRadius } = this.#appearance.variables ?? {};
      const box = document.createElement("div");
      Object.assign(box.style, { display: "grid", gap: "12px", fontFamily: fontFamily ?? "inherit" });
      for (const { name, label, ...attributes } of FIELDS) {
        const input = Object.assign(document.createElement("input"), { ...attributes, inputMode: "numeric" });
        Object.assign(input.style, {
          display: "block",
          width: "100%",
          boxSizing: "border-box",
          padding: "12px",
          font: "inherit",
          color: colorText ?? "#111",
          background: colorBackground ?? "#fff",
          border: "1px solid #888",
          borderRadius: borderRadius ?? "5px",
        });
        input.addEventListener("input", () => {
          const empty = [...this.#inputs.values()].every((one) => one.value === "");
          this.#tell("change", { elementType: "payment", empty, complete: !this.read().error });
        });
        this.#inputs.set(name, input);
        const wrapped = document.createElement("label");
        if (colorText) wrapped.style.color = colorText;
        wrapped.append(label, input);
        box.append(wrapped);
      }
      return box;
    }

    #tell(name, event) {
      for (const listener of this.#listeners.get(name) ?? []) listener(event);
    }
  }

  class Elements {
    #payment = null;

    constructor({ clientSecret, appearance }) {
      if (!clientSecret) throw new Error("IntegrationError: elements() needs a clientSecret");
      this.clientSecret = clientSecret;
      this.appearance = appearance;
    }

    create(kind) {
      if (kind !== "payment") throw new Error(`IntegrationError: no element ${kind} here`);
      if (this.#payment) throw new Error("IntegrationError: there is a payment element already");
      this.#payment = new PaymentElement(this.appearance);
      return this.#payment;
    }

    getElement(kind) {
      return kind === "payment" ? this.#payment : null;
    }

    update({ appearance }) {
      this.appearance = appearance ?? this.appearance;
    }

    async submit() {
      const { error } = this.#payment.read();
      return error ? { error } : {};
    }
  }

  const leaveFor = (url) => {
    window.location.assign(url);
    return new Promise(() => {}); // the page goes: nobody waits for this any more
  };

  const returning = (url, intent) => {
    const whole = new URL(url);
    whole.searchParams.set("payment_intent", intent.id);
    whole.searchParams.set("payment_intent_client_secret", intent.client_secret);
    whole.searchParams.set("redirect_status", intent.status === "succeeded" ? "succeeded" : "failed");
    return whole.href;
  };

  function Stripe(publishableKey) {
    if (!/^pk_(test|live)_/.test(publishableKey ?? "")) {
      throw new Error("IntegrationError: Stripe() needs a publishable key");
    }
    return {
      elements: (options) => new Elements(options),

      async confirmPayment({ elements, confirmParams, redirect = "always" }) {
        const card = elements.getElement("payment").read();
        if (card.error) return { error: card.error };
        const back = confirmParams?.return_url;
        if (!back) throw new Error("IntegrationError: confirmPayment() needs confirmParams.return_url");
        const { clientSecret } = elements;
        const said = await ask("/_form/confirm", {
          key: publishableKey,
          client_secret: clientSecret,
          number: card.number,
          return_url: back,
        });
        if (said.error) return { error: said.error };
        if (said.bank) return leaveFor(`${home}${said.bank}`);
        return redirect === "always"
          ? leaveFor(returning(back, said.intent))
          : { paymentIntent: said.intent };
      },

      async retrievePaymentIntent(clientSecret) {
        const said = await ask("/_form/intent", { key: publishableKey, client_secret: clientSecret });
        return said.error ? { error: said.error } : { paymentIntent: said.intent };
      },
    };
  }

  window.Stripe = Stripe;
})();
