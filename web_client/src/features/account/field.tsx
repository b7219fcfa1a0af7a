"use client";

import { type ComponentProps, useState } from "react";

import { useApp } from "@/features/app/app-context";

interface FieldProps extends ComponentProps<"input"> {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** A labelled field with its hint and its error; a password can be looked at. */
export function Field({ id, label, hint, error, type = "text", ...input }: FieldProps) {
  const { t } = useApp();
  const [shown, setShown] = useState(false);
  const secret = type === "password";
  const told = error !== undefined ? `${id}-error` : hint !== undefined ? `${id}-hint` : undefined;
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block text-small font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          type={secret && shown ? "text" : type}
          aria-invalid={error !== undefined}
          aria-describedby={told}
          className={`field ${secret ? "pr-24" : ""}`}
          {...input}
        />
        {secret ? (
          <button
            type="button"
            aria-label={t(shown ? "auth.hide" : "auth.show")}
            onClick={() => {
              setShown(!shown);
            }}
            className="absolute inset-y-0 right-1 my-auto grid size-11 place-items-center rounded-field text-dim hover:text-text"
          >
            <svg
              viewBox="0 0 24 24"
              width="20"
              height="20"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.75"
              aria-hidden="true"
            >
              <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z" />
              <circle cx="12" cy="12" r="3" />
              {!shown && <path d="M4 20 20 4" strokeLinecap="round" />}
            </svg>
          </button>
        ) : null}
      </div>
      {hint !== undefined && error === undefined && (
        <p id={`${id}-hint`} className="mt-1 text-small text-dim">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="mt-1 text-small font-medium text-velvet">
          {error}
        </p>
      )}
    </div>
  );
}
