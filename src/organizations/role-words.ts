import type { Role } from '../accounts/permissions.ts'
import { defineMessages, type Message } from '../i18n/message.ts'

const words = defineMessages({
  administrator: { en: 'administrator', zh: '管理员' },
  collaborator: { en: 'collaborator', zh: '协作者' },
})

/** The roles as people read them. */
export const roleWords: Readonly<Record<Role, Message>> = words
