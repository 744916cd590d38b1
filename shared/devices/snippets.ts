/** Settings of programs as text to copy. The password stands as a mark where it is not to be shown. Pure. */
import { assertNever } from '../domain/assert-never.ts'
import type { DeviceTls, SnippetKind } from './device-type.ts'

export interface SnippetValues {
  readonly server: string
  readonly port: number
  readonly tls: DeviceTls
  readonly username: string | null
  /** null: a mark stands there. */
  readonly password: string | null
  readonly sender: string
  /** Mailroom's own authority signed the certificate: the program must be told of it. */
  readonly ownCertificate: boolean
}

export interface Snippet {
  /** The file, or where the lines belong. */
  readonly title: string
  readonly text: string
}

const NO_PASSWORD = '(the password)'

export function snippet(kind: SnippetKind, values: SnippetValues): Snippet {
  switch (kind) {
    case 'msmtp':
      return { title: '/etc/msmtprc', text: lines(msmtp(values)) }
    case 'postfix':
      return { title: '/etc/postfix/main.cf', text: lines(postfix(values)) }
    case 'php-ini':
      return { title: 'php.ini', text: lines(phpIni(values)) }
    case 'wordpress':
      return { title: 'A plug-in of your own, or functions.php', text: lines(wordpress(values)) }
    case 'python':
      return { title: 'Python', text: lines(python(values)) }
    case 'dotnet':
      return { title: 'C# with MailKit', text: lines(dotnet(values)) }
    case 'java':
      return { title: 'application.properties (Spring)', text: lines(java(values)) }
    case 'powershell':
      return { title: 'PowerShell', text: lines(powershell(values)) }
    default:
      return assertNever(kind)
  }
}

type Line = string | false | null

function lines(all: readonly Line[]): string {
  return `${all.filter((line) => typeof line === 'string').join('\n')}\n`
}

function secret({ password }: SnippetValues): string {
  return password ?? NO_PASSWORD
}

/** Inside single or double quotes of the languages below. */
function quoted(text: string): string {
  return text.replace(/[\\"'$]/g, (sign) => `\\${sign}`)
}

function msmtp(values: SnippetValues): Line[] {
  const { server, port, tls, username, sender, ownCertificate } = values
  return [
    'account default',
    `host ${server}`,
    `port ${port}`,
    `from ${sender}`,
    `tls ${tls === 'none' ? 'off' : 'on'}`,
    tls !== 'none' && `tls_starttls ${tls === 'starttls' ? 'on' : 'off'}`,
    tls !== 'none' && ownCertificate && 'tls_trust_file /etc/ssl/certs/mailroom-ca.pem',
    `auth ${username === null ? 'off' : 'plain'}`,
    username !== null && `user ${username}`,
    username !== null && `password ${secret(values)}`,
  ]
}

function postfix(values: SnippetValues): Line[] {
  const { server, port, tls, username, ownCertificate } = values
  return [
    `relayhost = [${server}]:${port}`,
    tls !== 'none' && `smtp_tls_security_level = ${ownCertificate ? 'encrypt' : 'verify'}`,
    tls === 'implicit' && 'smtp_tls_wrappermode = yes',
    username !== null && 'smtp_sasl_auth_enable = yes',
    username !== null && 'smtp_sasl_security_options = noanonymous',
    username !== null && 'smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd',
    username !== null &&
      `# /etc/postfix/sasl_passwd, then postmap it: [${server}]:${port} ${username}:${secret(values)}`,
  ]
}

function phpIni(values: SnippetValues): Line[] {
  const { server, port, sender, username, tls } = values
  return [
    '[mail function]',
    '; Windows',
    `SMTP = ${server}`,
    `smtp_port = ${port}`,
    `sendmail_from = ${sender}`,
    (username !== null || tls !== 'none') && '; Windows: PHP itself neither signs in nor speaks TLS',
    '; Linux: msmtp sends, with its own settings',
    'sendmail_path = "/usr/bin/msmtp -t"',
  ]
}

function wordpress(values: SnippetValues): Line[] {
  const { server, port, tls, username, sender } = values
  return [
    "add_action('phpmailer_init', function ($mail) {",
    '    $mail->isSMTP();',
    `    $mail->Host = '${quoted(server)}';`,
    `    $mail->Port = ${port};`,
    `    $mail->SMTPSecure = '${tls === 'none' ? '' : tls === 'starttls' ? 'tls' : 'ssl'}';`,
    tls === 'none' && '    $mail->SMTPAutoTLS = false;',
    `    $mail->SMTPAuth = ${username !== null};`,
    username !== null && `    $mail->Username = '${quoted(username)}';`,
    username !== null && `    $mail->Password = '${quoted(secret(values))}';`,
    `    $mail->setFrom('${quoted(sender)}', get_bloginfo('name'));`,
    '});',
  ]
}

function python(values: SnippetValues): Line[] {
  const { server, port, tls, username, sender, ownCertificate } = values
  const context = ownCertificate
    ? 'ssl.create_default_context(cafile="mailroom-ca.pem")'
    : 'ssl.create_default_context()'
  return [
    'import smtplib, ssl',
    'from email.message import EmailMessage',
    '',
    'message = EmailMessage()',
    `message["From"] = "${quoted(sender)}"`,
    'message["To"] = "someone@example.com"',
    'message["Subject"] = "Test"',
    'message.set_content("It works.")',
    '',
    tls === 'implicit'
      ? `with smtplib.SMTP_SSL("${server}", ${port}, context=${context}) as smtp:`
      : `with smtplib.SMTP("${server}", ${port}) as smtp:`,
    tls === 'starttls' && `    smtp.starttls(context=${context})`,
    username !== null && `    smtp.login("${quoted(username)}", "${quoted(secret(values))}")`,
    '    smtp.send_message(message)',
  ]
}

function dotnet(values: SnippetValues): Line[] {
  const { server, port, tls, username } = values
  const option = { none: 'None', starttls: 'StartTls', implicit: 'SslOnConnect' }[tls]
  return [
    'using var client = new MailKit.Net.Smtp.SmtpClient();',
    `await client.ConnectAsync("${server}", ${port}, MailKit.Security.SecureSocketOptions.${option});`,
    username !== null &&
      `await client.AuthenticateAsync("${quoted(username)}", "${quoted(secret(values))}");`,
    'await client.SendAsync(message);',
    'await client.DisconnectAsync(true);',
  ]
}

function java(values: SnippetValues): Line[] {
  const { server, port, tls, username, sender } = values
  return [
    `spring.mail.host=${server}`,
    `spring.mail.port=${port}`,
    `spring.mail.properties.mail.smtp.from=${sender}`,
    `spring.mail.properties.mail.smtp.auth=${username !== null}`,
    tls === 'starttls' && 'spring.mail.properties.mail.smtp.starttls.enable=true',
    tls === 'starttls' && 'spring.mail.properties.mail.smtp.starttls.required=true',
    tls === 'implicit' && 'spring.mail.properties.mail.smtp.ssl.enable=true',
    username !== null && `spring.mail.username=${username}`,
    username !== null && `spring.mail.password=${secret(values)}`,
  ]
}

function powershell(values: SnippetValues): Line[] {
  const { server, port, tls, username, sender } = values
  const more = [
    `-SmtpServer ${server} -Port ${port}`,
    tls === 'none' ? '' : '-UseSsl',
    username === null ? '' : '-Credential $credential',
  ].filter((part) => part !== '')
  return [
    username !== null &&
      `$password = ConvertTo-SecureString '${secret(values).replaceAll("'", "''")}' -AsPlainText -Force`,
    username !== null &&
      `$credential = New-Object PSCredential('${username.replaceAll("'", "''")}', $password)`,
    `Send-MailMessage -From '${sender}' -To 'someone@example.com' -Subject 'Test' -Body 'It works.' ${more.join(' ')}`,
  ]
}
