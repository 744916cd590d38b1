/** HELP (RFC 5321 §4.1.1.8): the commands, how each is written, and who helps further. */
import { accepted, type Reply, refusal } from './reply.ts'

const SYNTAX: Readonly<Record<string, string>> = {
  EHLO: 'EHLO name-of-this-client',
  HELO: 'HELO name-of-this-client',
  STARTTLS: 'STARTTLS',
  AUTH: 'AUTH mechanism [initial-response]',
  MAIL: 'MAIL FROM:<address> [SIZE=n] [BODY=7BIT|8BITMIME|BINARYMIME] [SMTPUTF8] [REQUIRETLS] [RET=FULL|HDRS] [ENVID=id]',
  RCPT: 'RCPT TO:<address> [NOTIFY=NEVER|SUCCESS,FAILURE,DELAY] [ORCPT=type;address]',
  DATA: 'DATA, then the message, then a line that holds one dot',
  BDAT: 'BDAT number-of-octets [LAST], then so many octets of the message',
  RSET: 'RSET',
  NOOP: 'NOOP [anything]',
  VRFY: 'VRFY address',
  EXPN: 'EXPN address-of-a-group',
  ETRN: 'ETRN domain',
  HELP: 'HELP [command]',
  QUIT: 'QUIT',
}

/** @param postmaster whom to ask */
export function help(argument: string, postmaster: string): Reply {
  if (argument === '') return accepted(214, '2.0.0', overview(postmaster))
  const verb = argument.toUpperCase()
  const syntax = Object.hasOwn(SYNTAX, verb) ? SYNTAX[verb] : undefined
  if (syntax !== undefined) return accepted(214, '2.0.0', syntax)
  return refusal(504, '5.5.4', 'There is no such command here; HELP alone names them all')
}

function overview(postmaster: string): readonly string[] {
  return [
    'This is Mailroom. Commands:',
    Object.keys(SYNTAX).join(' '),
    'HELP and a command shows how it is written.',
    `The window of Mailroom shows this conversation and why something was refused; or write to ${postmaster}.`,
  ]
}
