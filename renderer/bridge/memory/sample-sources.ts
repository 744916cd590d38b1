/** What the messages of the invented office contain: sources as they would be stored, each made to fit its row. */
import type { MessageRow } from '../../../shared/domain/message.ts'

/** UTF-8 octets. The kind of message follows from its subject. */
export function sampleSource(row: MessageRow): Uint8Array<ArrayBuffer> {
  const make = KINDS.find(({ subject }) => subject.test(row.subject))?.make ?? plain
  return new TextEncoder().encode(make(row).join('\r\n'))
}

const KINDS: ReadonlyArray<{
  readonly subject: RegExp
  readonly make: (row: MessageRow) => readonly string[]
}> = [
  { subject: /^Your order has shipped/, make: newsletter },
  { subject: /^Scan from/, make: scan },
  { subject: /^Not delivered/, make: report },
  { subject: /^Appointment|^Re: Meeting/, make: invitation },
  { subject: /prescription/, make: manyScripts },
]

function header(row: MessageRow, ...more: readonly string[]): string[] {
  const at = new Date(row.receivedAt).toUTCString().replace('GMT', '+0000')
  const earlier = new Date(row.receivedAt - 2_400).toUTCString().replace('GMT', '+0000')
  return [
    `Received: from ${row.client ?? 'localhost'} (mfp-2.office.test [${row.client ?? '127.0.0.1'}])`,
    `\tby relay.office.test (Mailroom) with ESMTPS id ${row.id};`,
    `\t${at}`,
    'Received: from [10.0.0.7] (unknown [10.0.0.7])',
    `\tby mfp-2.office.test with SMTP; ${earlier}`,
    'Authentication-Results: relay.office.test;',
    ` spf=pass smtp.mailfrom=${row.sender || 'relay.office.test'};`,
    ' dkim=fail (body hash did not verify) header.d=office.test;',
    ' dmarc=pass (p=none) header.from=office.test',
    `From: ${row.sender === '' ? 'Mail Delivery System <postmaster@office.test>' : `=?utf-8?Q?B=C3=BCro_Lindqvist?= <${row.sender}>`}`,
    `To: ${row.recipients.join(', ')}`,
    `Subject: ${encoded(row.subject)}`,
    `Date: ${earlier}`,
    `Message-ID: <20240611.${row.id.toLowerCase()}@office.test>`,
    'MIME-Version: 1.0',
    ...more,
    '',
  ]
}

function encoded(subject: string): string {
  const plainText = /^[\x20-\x7e]*$/.test(subject)
  return plainText ? subject : `=?utf-8?B?${base64(subject)}?=`
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}

function plain(row: MessageRow): readonly string[] {
  return [
    ...header(row, 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'),
    'Good morning,',
    '',
    'the papers are ready. <b>this stays text</b>, whatever it says. More at https://office.test/papers.',
    '',
    'On Tuesday, Tom wrote:',
    '> Could you send me the papers once more?',
    '>> They got lost on the way.',
    '',
    '-- ',
    'Anna Lindqvist · Office',
    '',
  ]
}

const LOGO =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAGUlEQVR42mNgSCokCTGMahjVMKphVAO1NAAAoUbwPQ5vJwUAAAAASUVORK5CYII='

function newsletter(row: MessageRow): readonly string[] {
  return [
    ...header(
      row,
      'List-Unsubscribe: <https://shop.example/unsubscribe?u=4711>',
      'Content-Type: multipart/mixed; boundary="mixed"',
    ),
    '--mixed',
    'Content-Type: multipart/related; boundary="related"',
    '',
    '--related',
    'Content-Type: multipart/alternative; boundary="both"',
    '',
    '--both',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your order has shipped 📦. Two desks and a lamp arrive on Thursday.',
    'Track it: https://track.shop.example/4711',
    '--both',
    'Content-Type: text/html; charset=utf-8',
    '',
    '<!doctype html><html><head><style>',
    '@import url("https://fonts.cdn.example/sans.css");',
    '.card{border:1px solid #d8dee9;border-radius:8px;padding:20px;max-width:520px;margin:auto;font-family:Georgia,serif}',
    '.go{background:#1b62b8;color:#fff;padding:10px 18px;border-radius:6px;text-decoration:none;display:inline-block}',
    '</style></head><body>',
    '<div class="card"><img src="cid:logo@shop.example" width="16" height="16" alt="Shop"> <b>The Office Shop</b>',
    '<h2>Your order has shipped 📦</h2><p>Two desks and a lamp arrive on <b>Thursday</b>.</p>',
    '<img src="https://cdn.shop.example/desk.jpg" width="220" height="120" alt="A desk of oak">',
    '<table cellpadding="6"><tr><th align="left">Item</th><th align="right">Price</th></tr>',
    '<tr><td>Desk, oak</td><td align="right">2 × 349.00</td></tr><tr><td>Lamp</td><td align="right">59.00</td></tr></table>',
    '<p><a class="go" href="https://click.tracker.example/?to=track.shop.example">https://track.shop.example</a></p>',
    '<img src="https://pixel.tracker.example/o.gif?u=4711" width="1" height="1"></div></body></html>',
    '--both--',
    '--related',
    'Content-Type: image/png; name="logo.png"',
    'Content-ID: <logo@shop.example>',
    'Content-Transfer-Encoding: base64',
    '',
    LOGO,
    '--related--',
    '--mixed',
    ...attachment(
      'application/pdf',
      'Invoice 2026-1187 – desks, lamp (corrected).pdf',
      'JVBERi0xLjQKJeLjz9MK',
    ),
    '--mixed',
    ...attachment('image/png', 'desk.png', LOGO),
    '--mixed--',
    '',
  ]
}

function attachment(type: string, name: string, body: string): readonly string[] {
  return [
    `Content-Type: ${type}`,
    `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name)}`,
    'Content-Transfer-Encoding: base64',
    '',
    body,
  ]
}

function scan(row: MessageRow): readonly string[] {
  const pages = 'JVBERi0xLjQKJeLjz9MKMSAwIG9iago8PCAvVHlwZSAvQ2F0YWxvZyA+PgplbmRvYmoK'
  return [
    ...header(row, 'X-Mailer: MFP-2 firmware 4.11.2', 'Content-Type: multipart/mixed; boundary="scan"'),
    '--scan',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Scanned document attached.',
    'Device: MFP-2, second floor',
    '--scan',
    ...attachment('application/pdf', 'SCAN_0317.pdf', Array.from({ length: 600 }, () => pages).join('\r\n')),
    '--scan--',
    '',
  ]
}

function report(row: MessageRow): readonly string[] {
  return [
    ...header(
      row,
      'Auto-Submitted: auto-replied',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="report"',
    ),
    '--report',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your message could not be delivered to everybody.',
    '',
    'office@lawyers-and-partners.example: the mailbox does not exist.',
    '  550 5.1.1 The email account that you tried to reach does not exist.',
    '--report',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; relay.office.test',
    '',
    'Final-Recipient: rfc822; office@lawyers-and-partners.example',
    'Action: failed',
    'Status: 5.1.1',
    '--report',
    'Content-Type: message/rfc822',
    '',
    'From: invoices@office.test',
    'To: office@lawyers-and-partners.example',
    'Subject: Invoice 2026-1102',
    '',
    'Please find the invoice attached.',
    '--report--',
    '',
  ]
}

function invitation(row: MessageRow): readonly string[] {
  return [
    ...header(row, 'Content-Type: multipart/mixed; boundary="cal"'),
    '--cal',
    'Content-Type: text/plain; charset=utf-8; format=flowed',
    '',
    'See you there. Bring the plans of the second floor, please, and the two ',
    'letters of the landlord.',
    '',
    '> Thursday at half past nine? ',
    '> The small room is free.',
    '--cal',
    'Content-Type: text/calendar; charset=utf-8; method=REQUEST; name="invite.ics"',
    '',
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'METHOD:REQUEST',
    'END:VCALENDAR',
    '--cal--',
    '',
  ]
}

function manyScripts(row: MessageRow): readonly string[] {
  return [
    ...header(
      row,
      'Thread-Topic: =?utf-8?B?16nXnNeV150sINee16jXqdedINee15XXm9efIPCfkoo=?=',
      `References: ${Array.from({ length: 24 }, (_, index) => `<thread-${index}.4711@practice.office.test>`).join('\r\n ')}`,
      'Content-Type: text/plain; charset=utf-8',
    ),
    'שלום, המרשם שלך מוכן 💊',
    'وصفتك الطبية جاهزة للاستلام.',
    'Ihr Rezept liegt bereit: heute bis 18 Uhr.',
    '処方箋の準備ができました。',
    '',
  ]
}
