import type { RefusalCause } from '../../../shared/domain/session.ts'
import type { RefusalPlace } from '../../../shared/place/refusal-place.ts'
import { t } from '../../text/t.ts'

export interface RefusalWords {
  /** Who said no. */
  readonly title: string
  /** What that means, and what to do. */
  readonly text: string
}

const WORDS: Readonly<Record<RefusalCause['kind'], (name: string) => RefusalWords>> = {
  rule: (name) => ({
    title: t('The relay rule “{name}” refused it', { name }),
    text: t(
      'The rule matched this sender, recipient or content, and its action is to refuse. Change its conditions or its place in the order if this mail should pass.',
    ),
  }),
  network: (name) => ({
    title: t('The network “{name}” does not allow it', { name }),
    text: t(
      'The client is known by its address, and what its network may send is limited: its senders, its From addresses or the size of a message.',
    ),
  }),
  account: (name) => ({
    title: t('The account “{name}” may not do this', { name }),
    text: t(
      'The password was right, but the account is disabled, has expired, may not sign in from this address, or may not use this sender or size.',
    ),
  }),
  password: (name) => ({
    title:
      name === ''
        ? t('The sign-in failed: there is no such account')
        : t('The sign-in of “{name}” failed', { name }),
    text:
      name === ''
        ? t(
            'The device or program gave a user name that does not exist here. Compare it with the list of accounts.',
          )
        : t(
            'The account exists, but the password or token was not right. Set a new one and enter it in the device.',
          ),
  }),
  listener: (name) => ({
    title: t('The listener “{name}” does not take it', { name }),
    text: t(
      'It asks for a sign-in or for TLS, or one of its bounds was reached: message size, recipients, or connections at a time.',
    ),
  }),
  relaying: () => ({
    title: t('Nobody knows this client'),
    text: t(
      'It has not signed in and is in no trusted network, so it may send to your own domains only. If it is one of your devices, make a network of its address or give it an account.',
    ),
  }),
  limit: (name) => ({
    title: name === '' ? t('It came too fast') : t('“{name}” has reached its sending limit', { name }),
    text: t(
      'The client was asked to come again later, and it may then. Raise the limit if this much mail is expected.',
    ),
  }),
  lock: () => ({
    title: t('Signing in is locked for a time'),
    text: t(
      'Too many sign-ins failed before. The lock ends by itself; release it now once the right password is in the device.',
    ),
  }),
  blocked: (name) => ({
    title: t('The client is blocked'),
    text: t(
      'Somebody blocked {name}: it is refused before it can say anything. Unblock it to let it connect again.',
      {
        name,
      },
    ),
  }),
  'local-mail': () => ({
    title: t('Nobody here has this address'),
    text: t(
      'The domain is one of yours, but no mailbox, alias or catch-all takes mail for this recipient, or it takes mail from inside only.',
    ),
  }),
  content: () => ({
    title: t('Something in the message is not as it has to be'),
    text: t(
      'Bare line feeds, a line that is too long, or a mail loop. The program that sends should be mended; the listener or the network can be told to mend or let pass what is harmless.',
    ),
  }),
  protocol: () => ({
    title: t('The client broke the protocol'),
    text: t(
      'It said something that SMTP does not know, or at the wrong time. Old devices often do: a network with the right device profile forgives it.',
    ),
  }),
  disk: () => ({
    title: t('The disk is full'),
    text: t(
      'There was no room to keep the message, so it was not taken. Make room; the client tries again by itself.',
    ),
  }),
  route: (name) => ({
    title: t('The route “{name}” cannot take it', { name }),
    text: t('Where mail of this kind goes cannot take mail at present.'),
  }),
}

export function refusalWords({ kind, name }: RefusalCause): RefusalWords {
  return WORDS[kind](name ?? '')
}

/** What the button says that leads to the setting. */
export function placeLabel({ target, name }: RefusalPlace): string {
  const shown = name ?? ''
  switch (target) {
    case 'rule':
      return t('Open the rule')
    case 'network':
      return t('Open the network')
    case 'new-network':
      return t('Make a network of {address}', { address: shown })
    case 'account':
      return t('Open the account')
    case 'accounts':
      return t('Show the accounts')
    case 'listener':
      return t('Open the listener')
    case 'limits':
      return t('Open the limits')
    case 'locks':
      return t('Show the locks')
    case 'blocks':
      return t('Show who is blocked')
    case 'local-mail':
      return t('Open local mail')
    case 'retention':
      return t('Show what takes up room')
    case 'route':
      return t('Open the route')
  }
}
