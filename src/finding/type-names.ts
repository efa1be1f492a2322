import type { Message, Translate } from '../i18n/message.ts'
import { messages } from './messages.ts'

/** The package types that have a name of their own on pages, by their names in lower case. */
export const typeNames: ReadonlyMap<string, Message> = new Map<string, Message>([
  ['dependency', messages.typeDependency],
  ['dotnettool', messages.typeTool],
  ['template', messages.typeTemplate],
  ['msbuildsdk', messages.typeSdk],
  ['mcpserver', messages.typeMcp],
])

/** What a reader calls this type; one of the author's own as it is written. */
export function typeName(t: Translate, type: string): string {
  const name = typeNames.get(type.toLowerCase())
  return name ? t(name) : type
}
