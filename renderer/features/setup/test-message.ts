/** A plain message in lines that end with CRLF. Date and Message-ID are added by the engine. */
export function testMessage(sender: string, recipient: string): string {
  return [
    `From: ${sender}`,
    `To: ${recipient}`,
    'Subject: Test message from Mailroom',
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Mailroom is set up: this message took the way that all mail will take.',
    '',
  ].join('\r\n')
}
