import { connect } from 'node:net'
import { createInterface } from 'node:readline'

/** One message over a connection of its own. Resolves with the milliseconds from connecting to the 250 for it. */
export async function sendOne(port: number, size: number): Promise<number> {
  const begun = performance.now()
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  const ended = new Promise<void>((resolve, reject) => {
    socket.once('close', () => resolve())
    socket.once('error', reject)
  })
  const replies = createInterface({ input: socket })[Symbol.asyncIterator]()
  const say = (text: string) => socket.write(text)
  await expectReply(replies, '220')
  for (const command of [
    'EHLO client.office.test',
    'MAIL FROM:<bench@office.test>',
    'RCPT TO:<sink@provider.test>',
  ]) {
    say(`${command}\r\n`)
    await expectReply(replies, '250')
  }
  say('DATA\r\n')
  await expectReply(replies, '354')
  say(`${content(size)}.\r\n`)
  await expectReply(replies, '250')
  const milliseconds = performance.now() - begun
  say('QUIT\r\n')
  await expectReply(replies, '221')
  socket.end()
  await ended
  return milliseconds
}

async function expectReply(replies: AsyncIterator<string>, code: string): Promise<void> {
  for (;;) {
    const { value, done } = await replies.next()
    if (done) throw new Error(`the connection ended before ${code}`)
    if (!value.startsWith(code)) throw new Error(`${value} instead of ${code}`)
    if (value[3] !== '-') return
  }
}

function content(size: number): string {
  const line = `${'X'.repeat(78)}\r\n`
  return `From: <bench@office.test>\r\nSubject: bench\r\n\r\n${line.repeat(Math.ceil(size / line.length))}`
}
