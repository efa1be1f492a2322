/** The outcome of something that may be refused. Refusals are values; exceptions are bugs. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E }

export function ok(): Result<void, never>
export function ok<T>(value: T): Result<T, never>
export function ok<T>(value?: T): Result<T | void, never> {
  return { ok: true, value: value as T }
}

export function fail<const E>(error: E): Result<never, E> {
  return { ok: false, error }
}
