/** Data only. Numbers are what the providers document (sources); where nothing is documented there is no number. */
import type { PresetInput } from './preset.ts'

const EXCHANGE_LIMITS =
  'https://learn.microsoft.com/en-us/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits'
const GMAIL_LIMITS = 'https://support.google.com/a/answer/166852'

export const OWN_PRESETS: readonly PresetInput[] = [
  {
    id: 'microsoft365',
    name: 'Microsoft 365 (SMTP AUTH)',
    host: 'smtp.office365.com',
    port: 587,
    implicitTls: false,
    auth: [
      { kind: 'oauth2', provider: 'microsoft', usernameHint: 'The mailbox that sends, user@your-domain' },
      {
        kind: 'password',
        usernameHint: 'The mailbox that sends, user@your-domain',
        passwordHint: 'Its password; an app password where the account has two factors',
      },
    ],
    maxConnections: 3,
    pacing: { messagesPerMinute: 30, recipientsPerDay: 10_000, recipientsPerMessage: 500 },
    help: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365',
    notes: [
      'Sign in with OAuth2: Microsoft switches password sign-in (basic authentication) off by default for existing tenants at the end of December 2026, new tenants start without it, and its final end is to be announced in 2027.',
      'SMTP AUTH must be allowed for the mailbox (Microsoft 365 admin center: user, Mail, Manage email apps).',
      'The sender must be the mailbox itself or one that it may send as; else Microsoft answers 5.7.60.',
      'All routes and programs that use the same mailbox share its limits.',
    ],
    sources: [
      EXCHANGE_LIMITS,
      'https://learn.microsoft.com/en-us/exchange/troubleshoot/send-emails/smtp-submission-improvements',
      'https://techcommunity.microsoft.com/blog/exchange/exchange-online-to-retire-basic-auth-for-client-submission-smtp-auth/4114750',
    ],
  },
  {
    id: 'microsoft365-direct-send',
    name: 'Microsoft 365 (direct send)',
    host: '{tenant}.mail.protection.outlook.com',
    placeholders: [{ key: 'tenant', label: 'Your domain with hyphens for dots', example: 'office-example' }],
    port: 25,
    implicitTls: false,
    auth: [],
    maxConnections: 5,
    help: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/how-to-set-up-a-multifunction-device-or-application-to-send-email-using-microsoft-365-or-office-365',
    notes: [
      'Reaches mailboxes of your own organisation only; mail for others is refused.',
      'Use the host of your MX record, which the admin center shows under Settings, Domains.',
      'Needs outgoing port 25 and a fixed public address that your SPF record names.',
      'A tenant may have direct send switched off (RejectDirectSend); then use a connector or SMTP AUTH.',
    ],
    sources: [
      'https://techcommunity.microsoft.com/blog/exchange/introducing-more-control-over-direct-send-in-exchange-online/4408790',
    ],
  },
  {
    id: 'microsoft365-high-volume',
    name: 'Microsoft 365 (High Volume Email)',
    host: 'smtp-hve.office365.com',
    port: 587,
    implicitTls: false,
    auth: [
      { kind: 'oauth2', provider: 'microsoft', usernameHint: 'The High Volume Email account' },
      {
        kind: 'password',
        usernameHint: 'The High Volume Email account',
        passwordHint: 'Its password',
      },
    ],
    pacing: { recipientsPerMessage: 50 },
    help: 'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/high-volume-mails-m365',
    notes: [
      'For mail to recipients of your own organisation; mail for others needs another route.',
      'Needs an account of its own, made in the Exchange admin center under Mail flow, High Volume Email.',
      'Recipients of one message are kept at 50; what your tenant allows, and what it costs, the admin center says.',
    ],
    sources: [
      'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/high-volume-mails-m365',
      'https://learn.microsoft.com/en-us/exchange/mail-flow-best-practices/oauth-high-volume-mails-m365',
    ],
  },
  {
    id: 'google-workspace',
    name: 'Google Workspace (smtp.gmail.com)',
    host: 'smtp.gmail.com',
    port: 587,
    implicitTls: false,
    auth: [
      { kind: 'oauth2', provider: 'google', usernameHint: 'The mailbox that sends, user@your-domain' },
      {
        kind: 'password',
        usernameHint: 'The mailbox that sends, user@your-domain',
        passwordHint: 'An app password (needs two-step verification); the account password is refused',
      },
    ],
    maxConnections: 5,
    pacing: { recipientsPerDay: 2_000, recipientsPerMessage: 100 },
    help: 'https://support.google.com/a/answer/176600',
    notes: [
      'A paid account sends 2,000 messages in 24 hours; over it Google locks sending for up to a day, so every recipient is counted as one message here.',
      'The From field is rewritten to the mailbox unless it is one of its "Send mail as" addresses.',
    ],
    sources: [GMAIL_LIMITS],
  },
  {
    id: 'gmail',
    name: 'Gmail (personal)',
    host: 'smtp.gmail.com',
    port: 465,
    implicitTls: true,
    auth: [
      { kind: 'oauth2', provider: 'google', usernameHint: 'user@gmail.com' },
      {
        kind: 'password',
        usernameHint: 'user@gmail.com',
        passwordHint: 'An app password (needs two-step verification); the account password is refused',
      },
    ],
    maxConnections: 3,
    pacing: { recipientsPerDay: 500, recipientsPerMessage: 100 },
    help: 'https://support.google.com/mail/answer/7126229',
    notes: [
      'A personal account reaches 500 recipients in 24 hours; over it Google locks sending for up to a day.',
      'OAuth2 with an app in "Testing" has to be signed in again every seven days: publish the app.',
    ],
    sources: ['https://support.google.com/mail/answer/22839'],
  },
  {
    id: 'google-relay',
    name: 'Google Workspace (SMTP relay service)',
    host: 'smtp-relay.gmail.com',
    port: 587,
    implicitTls: false,
    auth: [
      {
        kind: 'password',
        usernameHint: 'user@your-domain; leave it out where the relay knows your public address',
        passwordHint: 'An app password',
      },
      { kind: 'oauth2', provider: 'google', usernameHint: 'user@your-domain' },
    ],
    pacing: { recipientsPerDay: 10_000, recipientsPerMessage: 100 },
    help: 'https://support.google.com/a/answer/2956491',
    notes: [
      'An administrator has to switch it on (Apps, Google Workspace, Gmail, Routing, SMTP relay service) and to name your public address or require sign-in.',
      'A user may reach 10,000 recipients in 24 hours, and the organisation has a limit by its licences.',
      'Set the EHLO name of the route to your own domain: Google refuses names such as localhost.',
    ],
    sources: ['https://support.google.com/a/answer/2956491'],
  },
  {
    id: 'amazon-ses',
    name: 'Amazon SES',
    host: 'email-smtp.{region}.amazonaws.com',
    placeholders: [{ key: 'region', label: 'Region', example: 'eu-west-1' }],
    port: 587,
    implicitTls: false,
    auth: [
      {
        kind: 'password',
        usernameHint: 'SMTP user name from "SMTP settings" of the SES console (not an IAM user)',
        passwordHint: 'SMTP password from the same place',
      },
    ],
    pacing: { recipientsPerMessage: 50 },
    help: 'https://docs.aws.amazon.com/ses/latest/dg/smtp-connect.html',
    notes: [
      'The daily quota and the rate belong to the account: take them from the SES console. A new account is in the sandbox: 200 messages a day, one a second, to verified addresses only.',
      'Sender addresses or domains must be verified in that region.',
    ],
    sources: ['https://docs.aws.amazon.com/ses/latest/dg/quotas.html'],
  },
  {
    id: 'sendgrid',
    name: 'SendGrid',
    host: 'smtp.sendgrid.net',
    port: 587,
    implicitTls: false,
    auth: [
      {
        kind: 'password',
        username: 'apikey',
        usernameHint: 'The word "apikey", for everybody',
        passwordHint: 'An API key with the permission "Mail Send"',
      },
    ],
    pacing: { recipientsPerMessage: 1_000 },
    help: 'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api',
    notes: [
      'Senders must be verified, one by one or with their domain. How much you may send is your plan’s.',
    ],
    sources: [
      'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/integrating-with-the-smtp-api',
      'https://www.twilio.com/docs/sendgrid/for-developers/sending-email/v3-mail-send-faq',
    ],
  },
  {
    id: 'mailgun-us',
    name: 'Mailgun (US)',
    host: 'smtp.mailgun.org',
    port: 587,
    implicitTls: false,
    auth: [
      {
        kind: 'password',
        usernameHint: 'postmaster@mg.your-domain, or another SMTP user of the domain',
        passwordHint: 'SMTP password of that user',
      },
    ],
    pacing: { recipientsPerMessage: 1_000 },
    help: 'https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp',
    notes: ['For domains in the US region; those in the EU region have a host of their own.'],
    sources: ['https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp'],
  },
  {
    id: 'mailgun-eu',
    name: 'Mailgun (EU)',
    host: 'smtp.eu.mailgun.org',
    port: 587,
    implicitTls: false,
    auth: [
      {
        kind: 'password',
        usernameHint: 'postmaster@mg.your-domain, or another SMTP user of the domain',
        passwordHint: 'SMTP password of that user',
      },
    ],
    pacing: { recipientsPerMessage: 1_000 },
    help: 'https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp',
    notes: ['For domains in the EU region; those in the US region have a host of their own.'],
    sources: ['https://documentation.mailgun.com/docs/mailgun/user-manual/sending-messages/send-smtp'],
  },
  {
    id: 'brevo',
    name: 'Brevo',
    host: 'smtp-relay.brevo.com',
    port: 587,
    implicitTls: false,
    auth: [
      {
        kind: 'password',
        usernameHint: 'The SMTP login that Brevo shows under SMTP & API',
        passwordHint: 'An SMTP key (not an API key)',
      },
    ],
    help: 'https://developers.brevo.com/docs/smtp-integration',
    notes: [
      'The free plan sends 300 messages a day: set "recipients a day" of the route to 300 there.',
      'Without an authenticated domain Brevo may replace the sender by one of its own.',
    ],
    sources: ['https://developers.brevo.com/docs/smtp-integration'],
  },
  {
    id: 'postmark',
    name: 'Postmark',
    host: 'smtp.postmarkapp.com',
    port: 587,
    implicitTls: false,
    auth: [
      {
        kind: 'password',
        usernameHint: 'The server API token, or the access key of an SMTP token',
        passwordHint: 'The same server API token, or the secret key of the SMTP token',
      },
    ],
    pacing: { recipientsPerMessage: 50 },
    help: 'https://postmarkapp.com/developer/user-guide/send-email-with-smtp',
    notes: [
      'Senders must have a confirmed signature or a verified domain.',
      'No implicit TLS: port 587 with STARTTLS.',
    ],
    sources: ['https://postmarkapp.com/developer/user-guide/send-email-with-smtp'],
  },
  {
    id: 'mailjet',
    name: 'Mailjet',
    host: 'in-v3.mailjet.com',
    port: 587,
    implicitTls: false,
    auth: [{ kind: 'password', usernameHint: 'API key', passwordHint: 'Secret key' }],
    help: 'https://dev.mailjet.com/smtp-relay/configuration/',
    notes: [
      'The free plan sends 200 messages a day: set "recipients a day" of the route to 200 there.',
      'Senders must be validated.',
    ],
    sources: ['https://dev.mailjet.com/smtp-relay/configuration/'],
  },
  {
    id: 'fastmail',
    name: 'Fastmail',
    host: 'smtp.fastmail.com',
    port: 465,
    implicitTls: true,
    auth: [
      {
        kind: 'password',
        usernameHint: 'Your Fastmail address, also where the sender has another domain',
        passwordHint: 'An app password with access to mail; the account password is refused',
      },
    ],
    maxConnections: 5,
    help: 'https://www.fastmail.help/hc/en-us/articles/1500000278342',
    notes: ['Limits depend on the plan; the account limits page names them. It is not meant for bulk mail.'],
    sources: ['https://www.fastmail.help/hc/en-us/articles/1500000277382'],
  },
]
