/** The plugin comes without types. */
declare module 'markdown-it-emoji' {
  import type { PluginWithOptions } from 'markdown-it'
  export const full: PluginWithOptions<{ readonly shortcuts?: Readonly<Record<string, string>> }>
}
