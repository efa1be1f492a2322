/** A target framework. `shortName` is the client's short folder name: `net8.0`, `netstandard2.0`, `net472`, `any`. */
export type Framework = {
  readonly identifier: string // `.NETCoreApp`, `.NETFramework`, `Any`
  readonly version: string // `8.0`
  readonly profile: string | null
  readonly platform: string | null // `windows`, of `net8.0-windows10.0.19041`
  readonly platformVersion: string | null
  readonly shortName: string
}

/** A framework from its short folder name or its full name, or null where the client says Unsupported. */
export function parseFramework(_text: string): Framework | null {
  throw new Error('not written yet')
}
