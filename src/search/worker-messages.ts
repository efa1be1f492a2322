import type { Config } from '../config.ts'
import type { AutocompleteAnswer, AutocompleteRequest, SearchAnswer, SearchRequest } from './search.ts'

/** What the worker is started with. */
export type WorkerSettings = Pick<Config, 'dataFolder' | 'database'>

export type WorkerRequest =
  | { readonly kind: 'search'; readonly request: SearchRequest }
  | { readonly kind: 'autocomplete'; readonly request: AutocompleteRequest }
  | { readonly kind: 'reached'; readonly committedUs: number; readonly timeoutMs: number }

export type ToWorker = (WorkerRequest & { readonly id: number }) | { readonly kind: 'close' }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: SearchAnswer | AutocompleteAnswer | boolean }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'log'; readonly level: 'info' | 'error'; readonly message: string; readonly error?: unknown }
