/**
 * What a peer's reply means, in plain words and with what to do. The peer's own text is always shown beside it: this
 * only explains, and says nothing where it does not know.
 */
import type { Reply } from '../../shared/domain/reply.ts'

export interface Explanation {
  readonly what: string
  readonly todo: string | null
}

interface Row extends Explanation {
  readonly when: (reply: Reply) => boolean
}

const text = (pattern: RegExp) => (reply: Reply) => pattern.test(reply.text)
const enhanced = (pattern: RegExp) => (reply: Reply) =>
  reply.enhanced !== null && pattern.test(reply.enhanced)

// The first row that applies wins: words of known cases before the classes of RFC 3463.
const ROWS: readonly Row[] = [
  {
    when: (reply) => reply.code === null && /ECONNREFUSED|refused/i.test(reply.text),
    what: 'Nothing answers on that host and port.',
    todo: 'Check the route’s host and port, and that the server is running.',
  },
  {
    when: (reply) => reply.code === null && /ENOTFOUND|EAI_AGAIN|NXDOMAIN|dns/i.test(reply.text),
    what: 'The name of the next hop could not be found.',
    todo: 'Check the host name of the route and the DNS servers in Settings.',
  },
  {
    when: (reply) => reply.code === null && /certificate|self.signed|tls|ssl/i.test(reply.text),
    what: 'The encrypted connection could not be trusted.',
    todo: 'Check the TLS setting of the route, or the certificate of the next hop.',
  },
  {
    when: (reply) => reply.code === null && /time.?d?.?out/i.test(reply.text),
    what: 'The next hop did not answer in time.',
    todo: 'It is tried again by itself. A firewall that blocks the port looks the same.',
  },
  {
    when: (reply) =>
      reply.code === 535 || reply.code === 530 || reply.code === 534 || reply.enhanced === '5.7.8',
    what: 'The next hop refused the sign-in.',
    todo: 'Check user name and password of the route.',
  },
  {
    when: text(/gr[ea]ylist/i),
    what: 'The next hop asks every new sender to come back later.',
    todo: 'Nothing to do: it is tried again by itself.',
  },
  {
    when: text(/rate|too many|throttl|limit exceeded/i),
    what: 'The next hop takes no more mail from us for now.',
    todo: 'It is tried again by itself. Fewer connections on the route may help.',
  },
  {
    when: text(/spam|blocked|blacklist|blocklist|reputation/i),
    what: 'The next hop takes this mail for unwanted.',
    todo: 'The link or code in its reply says how to be unblocked.',
  },
  {
    when: enhanced(/^[45]\.1\.[1236]$/),
    what: 'The recipient’s address does not exist there.',
    todo: 'Check the address with the sender.',
  },
  {
    when: enhanced(/^[45]\.2\.2$/),
    what: 'The recipient’s mailbox is full.',
    todo: 'The recipient has to make room.',
  },
  {
    when: enhanced(/^[45]\.3\.4$/),
    what: 'The message is too large for the next hop.',
    todo: 'Send it smaller, or in parts.',
  },
  {
    when: enhanced(/^[45]\.7\.1$/),
    what: 'The next hop does not allow us to send this.',
    todo: 'Often a sign-in or a permitted sender address is missing on the route.',
  },
  { when: enhanced(/^[45]\.7\./), what: 'The next hop refused this for a reason of policy.', todo: null },
  {
    when: enhanced(/^4\.4\./),
    what: 'The next hop could not be reached.',
    todo: 'It is tried again by itself.',
  },
  {
    when: (reply) => reply.code === 421,
    what: 'The next hop is not available right now.',
    todo: 'It is tried again by itself.',
  },
  {
    when: (reply) => reply.code === 452,
    what: 'The next hop has no room right now.',
    todo: 'It is tried again by itself.',
  },
  { when: (reply) => reply.code === null, what: 'The next hop could not be reached.', todo: null },
]

export function explainReply(reply: Reply): Explanation | null {
  if (reply.code !== null && reply.code < 400) return null
  const row = ROWS.find((candidate) => candidate.when(reply))
  if (row) return { what: row.what, todo: row.todo }
  return reply.code !== null && reply.code < 500
    ? { what: 'The next hop asked to try again later.', todo: 'It is tried again by itself.' }
    : { what: 'The next hop refused it for good.', todo: null }
}
