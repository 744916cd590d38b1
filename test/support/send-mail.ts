import { createTransport, type SendMailOptions } from 'nodemailer'

/** Hands a message to a port of this computer as a mail client would; resolves after the 250. */
export async function sendMail(port: number, mail: SendMailOptions = {}): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    tls: { rejectUnauthorized: false },
  })
  try {
    await transport.sendMail({
      from: 'scanner@office.test',
      to: 'someone@far.test',
      subject: 'Scan',
      text: 'A page.',
      ...mail,
    })
  } finally {
    transport.close()
  }
}
