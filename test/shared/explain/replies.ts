import { GOOGLE, MAILBOX_PROVIDERS, MICROSOFT } from './replies-of-providers.ts'
import { BLOCK_LISTS, MAILROOM, NETWORK_AND_TLS, SENDING_SERVICES, SERVERS } from './replies-of-servers.ts'
import type { SeenReply } from './seen-reply.ts'

export const SEEN_REPLIES: readonly SeenReply[] = [
  ...MICROSOFT,
  ...GOOGLE,
  ...MAILBOX_PROVIDERS,
  ...SENDING_SERVICES,
  ...BLOCK_LISTS,
  ...SERVERS,
  ...NETWORK_AND_TLS,
  ...MAILROOM,
]
